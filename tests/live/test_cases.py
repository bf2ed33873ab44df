"""Files of which people reported that such services break: each is answered as it is to be.

They lie outside the project, with what is right for each (`expect.json`).
"""

import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from live.clients import post_file
from needs import path_from_environment

from tools.processes import Services

WHAT = "the folder of small inputs that broke the service, with expect.json"
FOLDER = os.environ.get("CASES_DIR", "")
EXPECTED: dict[str, dict[str, Any]] = (
    json.loads((Path(FOLDER) / "expect.json").read_text()) if FOLDER else {}
)
AUDIO = [name for name, right in EXPECTED.items() if right.get("route") != "beats"] or ["missing"]
NO_MUSIC = [name for name, right in EXPECTED.items() if right.get("not_genre_confident")]
# VGG19 was taught ten genres and no other sound: its card says so, and the verdict is the SVM's.
SURE_OF_GENRES = {"speech_en.flac", "hum.flac"}
BPM_WITHIN, LOUDNESS_WITHIN_LU = 0.04, 4
Answers = Callable[[str], tuple[int, dict[str, Any], dict[str, Any]]]


@pytest.fixture(scope="module")
def answers(services: Services) -> Answers:
    """Make a function that asks for a file once: status, the page's answer, the analysis."""
    folder = path_from_environment("CASES_DIR", WHAT)

    @cache
    def ask(name: str) -> tuple[int, dict[str, Any], dict[str, Any]]:
        encoded = (folder / name).read_bytes()
        page = post_file(f"{services.frontend}/api/predict", encoded)
        analysis = post_file(f"{services.beat}/analyze", encoded)
        assert page.status_code == analysis.status_code
        return page.status_code, page.json(), analysis.json()

    return ask


def verdict_of(page: dict[str, Any]) -> tuple[Any, Any]:
    """Return genre and outcome."""
    return page["ensemble"]["genre"], page["ensemble"]["outcome"]


@pytest.mark.parametrize("name", AUDIO)
def test_case(answers: Answers, name: str) -> None:
    """Status, duration, and what a file is to have in common with another, are right."""
    status, page, analysis = answers(name)
    right = EXPECTED[name]

    assert status in right["status"], page
    if status != 200:
        return
    heard = [page["svm"]["audio"], page["vgg19"]["audio"], analysis["audio"]]
    within_s = right.get("duration_tolerance_s", 0.1)
    assert [pytest.approx(right["duration_s"], abs=within_s)] * 3 == [
        a["duration_s"] for a in heard
    ]
    if bpm := right.get("bpm") if right.get("route") != "loop" else None:
        assert bpm == pytest.approx(analysis["tempo"]["bpm"], rel=0.02)
    if key := right.get("key"):
        assert key == f"{analysis['key']['tonic']} {analysis['key']['mode']}"
    if other := right.get("same_as"):
        _, other_page, other_analysis = answers(other)
        assert verdict_of(other_page) == verdict_of(page)
        tempo, loudness = other_analysis["tempo"]["bpm"], loudness_of(other_analysis)
        assert tempo == pytest.approx(analysis["tempo"]["bpm"], rel=BPM_WITHIN)
        assert other_analysis["key"]["tonic"] == analysis["key"]["tonic"]
        assert other_analysis["key"]["mode"] == analysis["key"]["mode"]
        assert loudness == pytest.approx(loudness_of(analysis), abs=LOUDNESS_WITHIN_LU)
    if other := right.get("same_genre_as"):
        assert verdict_of(answers(other)[1])[0] == verdict_of(page)[0]
    if other := right.get("not_confident_unless"):
        genre, outcome = verdict_of(page)
        assert outcome != "confident" or genre == verdict_of(answers(other)[1])[0]
    if right.get("not_genre_confident"):
        assert "confident" not in {page["svm"]["outcome"], page["ensemble"]["outcome"]}


@pytest.mark.parametrize("name", [name for name in NO_MUSIC if name not in SURE_OF_GENRES])
def test_no_model_is_sure_of_what_is_no_music(answers: Answers, name: str) -> None:
    """Not even the witness that knows genres alone is sure of one where there is no music."""
    assert "confident" != answers(name)[1]["vgg19"].get("outcome")


@pytest.mark.parametrize("name", sorted(SURE_OF_GENRES & set(NO_MUSIC)))
def test_verdict_overrules_a_model_that_knows_genres_alone(answers: Answers, name: str) -> None:
    """VGG19 is sure of a genre in these; the verdict of both says that it is no music."""
    assert "confident" == answers(name)[1]["vgg19"]["outcome"]
    assert "not_music" == answers(name)[1]["ensemble"]["outcome"]


def loudness_of(analysis: dict[str, Any]) -> float:
    """Return the loudness [LUFS]."""
    return float(analysis["energy"]["loudness_lufs"]["measured"])


def test_everybody_is_still_there(answers: Answers) -> None:
    """After all of them every service answers an ordinary file."""
    assert 200 == answers("base_4s.flac")[0]
