"""`POST /api/predict`: what comes back for good and bad requests."""

import base64
import json
from typing import Any

import pytest
from fake_services import FakeService, fake_service, prediction, problem
from flask.testing import FlaskClient
from problems import assert_problem
from unit.frontend.frontend_client import AUDIO, MAX_UPLOAD_BYTES, MakeClient, Upload

# What stands beside the members of a problem that is the whole answer.
BESIDES = {"svm", "vgg19", "ensemble", "agreement"}


def test_both_models_answer(upload: Upload, svm: FakeService, vgg19: FakeService) -> None:
    """Each service's body comes back as it is, with the ensemble and whether they agree."""
    body = upload().get_json()
    assert body["svm"] == json.loads(svm.content)
    assert body["vgg19"] == json.loads(vgg19.content)
    assert body["ensemble"]["genre"] == "reggae"
    assert 0.7 < body["ensemble"]["probabilities"]["reggae"] < 0.9
    assert body["agreement"] is True


def test_services_get_base64_json(upload: Upload, svm: FakeService) -> None:
    """A service is sent the very bytes as base64 JSON, with the reader's language."""
    upload(headers={"Accept-Language": "en-GB, en;q=0.9, fr;q=0.5"})
    ((path, headers, body),) = svm.asked
    assert path == "/v1/predict"
    assert base64.b64decode(json.loads(body)["wav_music"]) == AUDIO
    assert (headers["Content-Type"], headers["Accept-Language"]) == ("application/json", "en")


def test_models_that_disagree(upload: Upload, vgg19: FakeService) -> None:
    """Two genres are no agreement."""
    vgg19.answer_with(prediction("confident", "vgg19", rock=0.9))
    assert upload().get_json()["agreement"] is False


def test_silence(upload: Upload, svm: FakeService, vgg19: FakeService) -> None:
    """Silence is an answer, also of the ensemble."""
    for service in (svm, vgg19):
        service.answer_with(prediction("silence"))
    response = upload()
    assert response.status_code == 200
    assert response.get_json()["ensemble"] == {
        "genre": None,
        "outcome": "silence",
        "kind": None,
        "nearest": None,
        "tags": None,
        "probabilities": None,
    }


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/api/predict?models=vgg19", {}),
        ("/api/predict", {"models": "vgg19"}),
        ("/api/predict", {"models": " vgg19 ,"}),
    ],
)
def test_only_the_chosen_model_is_asked(
    upload: Upload, svm: FakeService, path: str, fields: dict[str, str]
) -> None:
    """`models` in the query or in the form chooses, and the others have no key."""
    body = upload(path, fields=fields).get_json()
    assert body.keys() == {"vgg19", "ensemble", "agreement"}
    assert body["agreement"] is None
    assert svm.asked == []


def test_unknown_model(upload: Upload, svm: FakeService) -> None:
    """A model that does not exist is refused before anyone is asked."""
    assert_problem(upload(fields={"models": "svm,drums"}), 400, "unknown_model")
    assert svm.asked == []


@pytest.mark.parametrize(
    "request_body",
    [
        {"data": AUDIO, "content_type": "audio/wav"},
        {"json": {"wav_music": base64.b64encode(AUDIO).decode()}},
    ],
    ids=["raw", "json"],
)
def test_other_forms_of_upload(
    client: FlaskClient, vgg19: FakeService, request_body: dict[str, Any]
) -> None:
    """A raw body and base64 JSON are taken too, with `models` in the query."""
    response = client.post("/api/predict?models=vgg19", **request_body)
    assert response.get_json()["vgg19"]["genre"] == "reggae"
    assert base64.b64decode(json.loads(vgg19.asked[0][2])["wav_music"]) == AUDIO


def test_body_far_over_the_limit(upload: Upload) -> None:
    """A body that says that it is far too large is refused by its length."""
    assert_problem(upload(audio=100 * MAX_UPLOAD_BYTES * b"x"), 413, "too_large")


def test_one_service_fails(upload: Upload, vgg19: FakeService) -> None:
    """A service's own problem stands under its key, and the other still answers."""
    vgg19.answer_with(problem("internal_error", 500), 500)
    response = upload()
    body = response.get_json()
    assert (response.status_code, response.content_type) == (200, "application/json")
    assert body["vgg19"] == problem("internal_error", 500)
    assert body["ensemble"]["probabilities"] == body["svm"]["probabilities"]
    assert body["agreement"] is None


def test_all_services_say_the_same(
    upload: Upload, svm: FakeService, vgg19: FakeService, beat: FakeService
) -> None:
    """When the file is no audio, the whole answer is that problem, and each model's is kept."""
    for service in (svm, vgg19, beat):
        service.answer_with(problem("not_audio", 415), 415)
    body = assert_problem(upload(), 415, "not_audio", also=BESIDES | {"beat"})
    assert body["svm"] == body["vgg19"] == problem("not_audio", 415)
    assert body["ensemble"] is None


def test_what_the_client_can_mend_comes_first(
    upload: Upload, svm: FakeService, vgg19: FakeService
) -> None:
    """Of different problems, the status is that of the client's own."""
    svm.answer_with(problem("internal_error", 500), 500)
    vgg19.answer_with(problem("audio_too_short", 422), 422)
    answer = upload(fields={"models": "svm,vgg19"})

    assert_problem(answer, 422, "audio_too_short", also=BESIDES)


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Unknown model"), ("fr", "Modèle inconnu"), ("de", "Unbekanntes Modell")],
)
def test_problem_in_the_readers_language(upload: Upload, language: str, title: str) -> None:
    """Problems follow `Accept-Language`, and `?lang=` before it."""
    path = "/api/predict?models=x"
    assert upload(path, headers={"Accept-Language": language}).get_json()["title"] == title
    assert upload(f"{path}&lang={language}").get_json()["title"] == title


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/predict", 405, "method_not_allowed"),
        ("PUT", "/", 405, "method_not_allowed"),
        ("GET", "/api/nothing", 404, "not_found"),
    ],
)
def test_wrong_address_or_method(
    client: FlaskClient, method: str, path: str, status: int, code: str
) -> None:
    """404 and 405 are problems like all others."""
    assert_problem(client.open(path, method=method), status, code)


def test_head_of_a_post_route(client: FlaskClient) -> None:
    """HEAD where only POST is allowed is a 405 that names POST."""
    response = client.head("/api/predict")
    assert (response.status_code, response.mimetype) == (405, "application/problem+json")
    assert "POST" in response.headers["Allow"]


def test_ready_when_all_services_are(client: FlaskClient) -> None:
    """Readiness names each service."""
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.get_json() == {
        "status": "ok",
        "services": {"svm": "ok", "vgg19": "ok", "beat": "ok"},
    }


def test_not_ready_while_a_service_is_not(make_client: MakeClient, vgg19: FakeService) -> None:
    """A service that is not ready, or is gone, is failing; no text of an exception is shown."""
    vgg19.ready_status = 503
    with fake_service() as gone:
        url = gone.url
    response = make_client(svm_url=url).get("/readyz")
    assert response.status_code == 503
    assert response.get_json() == {
        "status": "failing",
        "services": {"svm": "failing", "vgg19": "failing", "beat": "ok"},
    }


def test_alive_without_services(make_client: MakeClient, svm: FakeService) -> None:
    """Liveness asks nobody."""
    svm.before_answer = pytest.fail
    assert make_client(vgg19_url="http://127.0.0.1:1").get("/livez").status_code == 200


@pytest.mark.parametrize("path", ["/api/predict", "/"])
def test_says_when_to_come_again(
    make_client: MakeClient, svm: FakeService, vgg19: FakeService, beat: FakeService, path: str
) -> None:
    """The longest time that a service gave is the answer's, one that half of it waits for too."""
    busy = problem("overloaded", 503)
    svm.answer_with(busy | {"retry_after_s": 4}, 503)
    client = make_client()
    half = client.post(path, data=AUDIO, headers={"Content-Type": "audio/wav"})
    vgg19.answer_with(busy | {"retry_after_s": 7}, 503)
    beat.answer_with(busy | {"retry_after_s": 1}, 503)
    whole = client.post(path, data=AUDIO, headers={"Content-Type": "audio/wav"})

    assert (200, "4") == (half.status_code, half.headers["Retry-After"])
    assert (503, "7") == (whole.status_code, whole.headers["Retry-After"])
