"""MIDI and loops that broke such services: each gets what is right for it, over HTTP."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
import soundfile
from fastapi.testclient import TestClient
from problems import assert_problem

from beat_service.app import create_app
from beat_service.settings import Settings

LOOPS = ["loop_90.wav", "loop_100.wav", "loop_132.wav", "loop_172.wav"]
KEPT = ["bad_keysig", "two_tempi_at_0", "count_in_60_then_140", "seven_eight", "three_four"]
REFUSED = {
    "bpm_20": "midi_tempo_out_of_range",
    "bpm_400": "midi_tempo_out_of_range",
    "piano": "midi_without_drums",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Make the service with a catalogue of its own."""
    database_url = f"sqlite:///{tmp_path_factory.mktemp('catalogue')}/beats.db"
    app = create_app(Settings(database_url=database_url))
    return TestClient(app, "http://localhost")


@pytest.fixture(scope="module")
def right(cases_dir: Path) -> dict[str, dict[str, Any]]:
    """Read what is right for each file."""
    rights: dict[str, dict[str, Any]] = json.loads((cases_dir / "expect.json").read_text("utf-8"))
    return rights


def add(client: TestClient, file: Path, **fields: str) -> Any:
    """Send a file as a beat."""
    described = {"title": file.name, "style": "Mine", "licence": "CC0-1.0", "author": "Me"}
    sent = {"file": (file.name, file.read_bytes())}
    return client.post("/beats", data=described | fields, files=sent)


def test_every_case_of_beats_is_tried(right: dict[str, dict[str, Any]]) -> None:
    """The lists here are all that there are."""
    tried = {*LOOPS, *(f"{name}.mid" for name in (*KEPT, *REFUSED))}

    assert tried == {name for name, case in right.items() if case.get("route") in {"beats", "loop"}}


@pytest.mark.parametrize("name", [*LOOPS, *(f"{name}.mid" for name in KEPT)])
def test_kept(
    client: TestClient, cases_dir: Path, right: dict[str, dict[str, Any]], name: str
) -> None:
    """Tempo and bars are right, and at its own tempo it plays as long as its bars."""
    answer = add(client, cases_dir / name)
    body = answer.json()

    assert 201 == answer.status_code, body
    assert pytest.approx(right[name]["bpm"], abs=0.05) == body["bpm"]
    assert right[name]["bars"] == body["bars"]
    played = client.get(body["audio_url"], params={"bpm": body["bpm"]})
    assert 200 == played.status_code
    duration_s = soundfile.info(io.BytesIO(played.content)).duration
    expected_s = right[name].get("audio_duration_s", right[name].get("duration_s", duration_s))
    assert pytest.approx(expected_s, abs=0.05) == duration_s
    assert pytest.approx(body["beats"] * 60 / body["bpm"], abs=0.01) == duration_s


@pytest.mark.parametrize(("name", "code"), REFUSED.items())
def test_refused(
    client: TestClient, cases_dir: Path, right: dict[str, dict[str, Any]], name: str, code: str
) -> None:
    """What could not be played is not kept, and the answer says what to do."""
    answer = add(client, cases_dir / f"{name}.mid")

    assert answer.status_code in right[f"{name}.mid"]["status"]
    assert_problem(answer, 422, code)


@pytest.mark.parametrize("name", ["bpm_20.mid", "bpm_400.mid", "loop_90.wav", "seven_eight.mid"])
def test_a_tempo_that_is_sent_along_wins(client: TestClient, cases_dir: Path, name: str) -> None:
    """Whatever file and length say, what a person says is kept and played."""
    body = add(client, cases_dir / name, bpm="97.31", title=f"said {name}").json()

    # The file is there from the tests above, which keep what they sent.
    if body.get("code") == "beat_exists":
        beat = client.get("/beats", params={"style": "Mine"}).json()["beats"]
        kept = next(one for one in beat if one["title"] == name)
        assert 204 == client.delete(kept["url"]).status_code
        body = add(client, cases_dir / name, bpm="97.31", title=f"said {name}").json()

    assert 97.31 == body["bpm"]
    assert 200 == client.get(body["audio_url"], params={"bpm": "97.31"}).status_code


@pytest.mark.parametrize(
    ("name", "clear"),
    [
        *((name, False) for name in ("white_noise", "clicks", "hum", "sine", "speech_en")),
        ("speech_fr", False),
        ("base", True),
    ],
)
def test_a_key_is_clear_in_music_alone(
    client: TestClient, cases_dir: Path, name: str, clear: bool
) -> None:
    """Noise, a metronome, hum, a tone and speech have none, the song has its own."""
    encoded = (cases_dir / f"{name}.flac").read_bytes()
    key = client.post("/analyze", files={"file": encoded}).json()["key"]

    assert clear == key["clear"]
    assert ("C", "major") == (key["tonic"], key["mode"]) or not clear


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_is_a_song_too(
    client: TestClient, cases_dir: Path, right: dict[str, dict[str, Any]], name: str
) -> None:
    """The analysis hears all of it."""
    answer = client.post("/analyze", files={"file": (cases_dir / name).read_bytes()})

    assert [200] == [answer.status_code] == right[name]["status"]
    heard_s = answer.json()["audio"]["duration_s"]
    assert pytest.approx(right[name]["duration_s"], abs=0.1) == heard_s
