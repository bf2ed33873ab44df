"""`POST /api/spectrogram` and `/api/explain`: VGG19's answers through the front end."""

import threading
from typing import Any

import pytest
from fake_services import FakeService, problem
from flask.testing import FlaskClient
from unit.frontend.frontend_client import AUDIO, MakeClient, Upload

from music_genre.webapi.prediction_body import AudioBody, ModelBody
from music_genre.webapi.vgg19_body import (
    EvidenceBody,
    ExplanationBody,
    MelBody,
    PeaksBody,
    SpectrogramBody,
)

AUDIO_FACTS = AudioBody(duration_s=2.0, sample_rate_hz=44_100, channels=2, format="WAV")
SPECTROGRAM = SpectrogramBody(
    duration_s=2.0,
    peaks=PeaksBody(per_second=1, min=[-1, -2], max=[1, 2]),
    mel=MelBody(
        png="iVBO",
        pixels_per_second=43.0,
        n_mels=2,
        f_min_hz=12.9,
        f_max_hz=10_879.3,
        scale="slaney",
        row_edges_hz=[12.9, 1000.0, 10_879.3],
        dynamic_range_db=80.0,
    ),
    audio=AUDIO_FACTS,
).model_dump()
EXPLANATION = ExplanationBody(
    genre="reggae",
    probability=0.8,
    segment=0,
    start_s=0.0,
    end_s=2.0,
    importance=[[0.5, -1]],
    row_edges_hz=[12.9, 10_879.3],
    step_edges_s=[0.0, 1.0, 2.0],
    seconds=[0.5, -1],
    evidence=[EvidenceBody(start_s=0.0, end_s=1.0, share=1.0)],
    png="data:image/png;base64,",
    model=ModelBody(name="vgg19", version="1", sha256="0" * 64),
).model_dump()
BOTH = [("/api/spectrogram", SPECTROGRAM), ("/api/explain", EXPLANATION)]


@pytest.mark.parametrize(("path", "answer"), BOTH)
def test_answer_passes_through(
    upload: Upload, vgg19: FakeService, path: str, answer: dict[str, Any]
) -> None:
    """The service gets the file in a form and the reader's language; its answer comes whole."""
    vgg19.answer_with(answer)

    response = upload(path)

    assert (200, answer) == (response.status_code, response.get_json())
    assert "Accept-Language" in response.headers["Vary"]
    asked_path, headers, body = vgg19.asked[0]
    assert asked_path.startswith(path.replace("/api/", "/v1/"))
    assert "en" == headers["Accept-Language"]
    assert b"\r\n\r\n" + AUDIO + b"\r\n--" in body


@pytest.mark.parametrize(("path", "answer"), BOTH)
def test_an_answer_may_grow(
    upload: Upload, vgg19: FakeService, path: str, answer: dict[str, Any]
) -> None:
    """Keys that we do not know yet are passed on."""
    vgg19.answer_with(answer | {"mood": "sunny"})

    assert "sunny" == upload(path).get_json()["mood"]


def test_explain_asks_what_it_was_asked(upload: Upload, vgg19: FakeService) -> None:
    """Genre and segment reach the service, escaped; other parameters do not."""
    vgg19.answer_with(EXPLANATION)

    upload("/api/explain?genre=hip%26hop&segment=3&format=png&x=1")

    assert "/v1/explain?genre=hip%26hop&segment=3&format=json" == vgg19.asked[0][0]


@pytest.mark.parametrize("path", ["/api/spectrogram", "/api/explain"])
def test_problem_passes_through(upload: Upload, vgg19: FakeService, path: str) -> None:
    """A refusal keeps its status, its words and its media type."""
    refusal = problem("silent_audio", 422, "Silence", "Nothing to hear.")
    vgg19.answer_with(refusal, status=422)

    response = upload(path)

    assert (422, refusal) == (response.status_code, response.get_json())
    assert "application/problem+json" == response.content_type


@pytest.mark.parametrize(("path", "answer"), BOTH)
@pytest.mark.parametrize("status", [200, 500])
def test_what_is_no_answer(
    upload: Upload, vgg19: FakeService, path: str, answer: dict[str, Any], status: int
) -> None:
    """Something else than the service says is a 502 and is not passed on."""
    vgg19.status, vgg19.content = status, b"<html>secret</html>"

    response = upload(path)

    assert (502, "bad_answer") == (response.status_code, response.get_json()["code"])
    vgg19.answer_with(dict.fromkeys(answer))
    assert "bad_answer" == upload(path).get_json()["code"]
    assert "secret" not in response.text


@pytest.mark.parametrize("path", ["/api/spectrogram", "/api/explain"])
def test_service_is_down(upload: Upload, make_client: MakeClient, path: str) -> None:
    """Without the service the problem says so."""
    client = make_client(vgg19_url="http://127.0.0.1:9")

    assert (503, "not_ready") == _status_and_code(upload(path, client=client))


def test_deadline(upload: Upload, make_client: MakeClient, vgg19: FakeService) -> None:
    """A service that takes too long is not waited for."""
    over = threading.Event()
    vgg19.before_answer = lambda: over.wait(30)  # and then it answers, if someone still waits
    client = make_client(service_timeout_s=0.2)

    assert (504, "service_timeout") == _status_and_code(upload("/api/spectrogram", client=client))
    over.set()


def test_routes_are_described(client: FlaskClient) -> None:
    """The OpenAPI document has both, with the schemas of their answers."""
    document = client.get("/openapi.json").get_json()

    assert {"/api/spectrogram", "/api/explain"} <= document["paths"].keys()
    assert {"SpectrogramBody", "ExplanationBody"} <= document["components"]["schemas"].keys()


def _status_and_code(response: Any) -> tuple[int, str]:
    return response.status_code, response.get_json()["code"]
