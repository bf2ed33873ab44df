"""`POST /results`: what a link held is drawn, if a service could have said it."""

import json
from copy import deepcopy
from typing import Any

import pytest
from fake_services import none_of_these, not_music, prediction
from flask.testing import FlaskClient
from recommendation import recommendation
from werkzeug.test import TestResponse

from frontend.routes.results import MOST_BYTES, MOST_SEGMENTS, MOST_TAGS

KEPT: dict[str, Any] = {
    "file_name": "song.wav",
    "svm": prediction("confident", "svm", jazz=0.7),
    "vgg19": prediction("ambiguous", "vgg19", rock=0.5, jazz=0.3),
}


def restored(client: FlaskClient, kept: object) -> TestResponse:
    """Return what the page's script gets for what a link held."""
    headers = {"X-Fragment": "results", "Accept-Language": "en"}
    return client.post("/results", data=json.dumps(kept), headers=headers)


def test_result_comes_back(client: FlaskClient) -> None:
    """Both models are drawn, and what they say together is worked out anew."""
    html = restored(client, KEPT).text

    for kind in ("ensemble", "svm", "vgg19"):
        assert f'class="result result-{kind}' in html
    assert "song.wav" in html
    assert "Restored without its audio" in html
    assert "SVM puts jazz first, VGG19 puts rock first." in html
    assert "<html" not in html


def test_one_model_is_enough(client: FlaskClient) -> None:
    """A link of a single model's answer shows that model."""
    html = restored(client, {"svm": KEPT["svm"]}).text

    assert "result-svm" in html
    assert "result-vgg19" not in html


def test_beat_comes_back(client: FlaskClient) -> None:
    """What the beat service said is drawn again."""
    html = restored(client, KEPT | {"beat": recommendation()}).text

    assert recommendation()["beat"]["title"] in html
    assert f'data-beat="/api{recommendation()["beat"]["url"]}"' in html


def test_silence_comes_back(client: FlaskClient) -> None:
    """Silence is an answer that can be kept."""
    assert (
        "This is silence: there is nothing to hear."
        in restored(client, {"svm": prediction("silence")}).text
    )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (not_music("tone"), "This is not music (a tone)"),
        (none_of_these(), "None of the ten: rather"),
    ],
)
def test_doubt_comes_back(client: FlaskClient, body: dict[str, Any], words: str) -> None:
    """What is no genre is kept and said again."""
    assert words in restored(client, KEPT | {"svm": body}).text


def test_older_link_comes_back(client: FlaskClient) -> None:
    """A link that was made before there were kinds, words and nearest genres still works."""
    kept = deepcopy(KEPT)
    for model in ("svm", "vgg19"):
        for member in ("kind", "nearest", "tags"):
            del kept[model][member]
    html = restored(client, kept).text

    assert 200 == restored(client, kept).status_code
    assert 'class="result result-ensemble result-first"' in html


def test_names_are_escaped(client: FlaskClient) -> None:
    """What a stranger wrote into a link stays text, also in the data for scripts."""
    evil = "</script><img src=x onerror=alert(1)>"
    html = restored(client, KEPT | {"file_name": evil}).text

    assert "&lt;/script&gt;&lt;img" in html
    assert "<img" not in html
    assert html.count("</script>") == 1


def changed(path: str, value: object) -> dict[str, Any]:
    """Return what is kept, with one thing changed."""
    kept = deepcopy(KEPT)
    place = kept
    *parents, last = path.split(".")
    for name in parents:
        place = place[name]
    place[last] = value
    return kept


@pytest.mark.parametrize(
    "kept",
    [
        [],
        {},
        {"file_name": "song.wav"},
        changed("file_name", 256 * "x"),
        changed("title", "more"),
        changed("svm", {"code": "not_audio", "title": "Call this number", "status": 415}),
        changed("svm.outcome", "sure"),
        changed("svm.genre", "polka"),
        changed("svm.nearest", "polka"),
        changed("svm.kind", "speech"),
        changed("svm.outcome", "none_of_these"),
        changed("svm.outcome", "silence"),
        changed("svm.tags", {41 * "x": 0.5}),
        changed("svm.tags", {f"word {n}": 0.5 for n in range(MOST_TAGS + 1)}),
        KEPT | {"svm": not_music() | {"genre": "hiphop"}},
        changed("svm.genre", None),
        changed("svm.probabilities", {"jazz": 0.4}),
        changed("svm.probabilities", {"jazz": 1.5, "rock": -0.5}),
        changed("svm.probabilities", {41 * "x": 1.0}),
        changed("svm.probabilities", {}),
        changed("svm.audio.format", 17 * "x"),
        changed("svm.audio.duration_s", "long"),
        KEPT | {"beat": {"tempo": {"bpm": -1}}},
        KEPT | {"beat": {name: recommendation()[name] for name in ("tempo", "beat")}},
        KEPT | {"beat": recommendation() | {"code": "not_audio"}},
        KEPT | {"beat": recommendation() | {"note": 256 * "x"}},
        KEPT | {"beat": recommendation() | {"recommended_beat": 256 * "x"}},
        changed("svm.segments", (MOST_SEGMENTS + 1) * KEPT["svm"]["segments"]),
    ],
)
def test_what_no_service_says_is_refused(client: FlaskClient, kept: object) -> None:
    """Anything else than answers within their bounds is a broken link, in words for people."""
    response = restored(client, kept)

    assert response.status_code == 400
    assert "This link cannot be read" in response.text


@pytest.mark.parametrize("content", ["", "{", '{"svm": NaN}', 3 * "[" * 10_000])
def test_rubbish_is_refused(client: FlaskClient, content: str) -> None:
    """What is no JSON is a broken link."""
    response = client.post("/results", data=content)

    assert response.status_code == 400
    assert "Lien illisible" in response.text


def test_body_at_the_limit_is_read(client: FlaskClient) -> None:
    """The largest body is read, and one byte more is not."""
    fits, exceeds = (client.post("/results", data=n * b" ") for n in (MOST_BYTES, MOST_BYTES + 1))

    assert (fits.status_code, exceeds.status_code) == (400, 413)


def test_corrected_result_has_its_audio(client: FlaskClient) -> None:
    """A result that the page only corrected is not called restored, and can be corrected again."""
    kept = json.dumps(KEPT | {"beat": recommendation()})
    headers = {"X-Fragment": "results", "Accept-Language": "en"}
    html = client.post("/results?corrected=1", data=kept, headers=headers).text

    assert "Restored without its audio" not in html
    assert 'data-tempo="0.5"' in html
    assert 'data-tempo="0.5"' not in restored(client, json.loads(kept)).text
