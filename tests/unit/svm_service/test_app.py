"""The SVM service's app: its routes, and when it does not start."""

import base64
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from music_genre.audio.errors import ModelBundleError
from svm_service.app import create_app
from svm_service.settings import Settings
from tools.signals import song, to_file

SONG = to_file(song(3))


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """Make a client of the app."""
    return create_app(Settings()).test_client()


def test_both_routes_predict_alike(client: FlaskClient) -> None:
    """The report's route answers base64 JSON as `/v1/predict` answers the file."""
    text = base64.b64encode(SONG).decode()
    answers = [
        client.post("/predict_svm", json={"wav_music": text}),
        client.post("/v1/predict", data=SONG, content_type="audio/wav"),
    ]

    assert [200, 200] == [answer.status_code for answer in answers]
    one, other = (answer.get_json() for answer in answers)
    assert "svm" == one["model"]["name"]
    assert one["probabilities"] == other["probabilities"]
    assert one["genre"] == max(one["probabilities"], key=one["probabilities"].__getitem__)


def test_the_other_service_is_not_here(client: FlaskClient) -> None:
    """Only VGG19 explains and draws."""
    routes = ("/predict_vgg", "/v1/explain", "/v1/spectrogram")

    assert [404, 404, 404] == [client.post(route, data=SONG).status_code for route in routes]


@pytest.mark.parametrize(
    ("header", "title"),
    [
        (None, "Aucun fichier audio fourni"),
        ("en", "No audio file provided"),
        ("de", "Keine Audiodatei angegeben"),
        ("de-CH,fr;q=0.8", "Keine Audiodatei angegeben"),
    ],
)
def test_problem_in_the_readers_language(
    client: FlaskClient, header: str | None, title: str
) -> None:
    """The language that is wanted most says what is wrong; the report's `error` is French."""
    headers = {"Accept-Language": header} if header else {}
    said = client.post("/v1/predict", headers=headers).get_json()
    report = client.post("/predict_svm", json={}, headers=headers).get_json()

    assert (title, title, "no_audio") == (said["title"], said["error"], said["code"])
    assert "Aucun fichier audio fourni" == report["error"]


def test_it_is_ready_with_its_model(client: FlaskClient) -> None:
    """`/readyz` names the model, warmed."""
    ready = client.get("/readyz")

    assert 200 == ready.status_code
    assert "svm" in ready.text


def test_without_a_model_there_is_no_app(tmp_path: Path) -> None:
    """An empty folder is refused with what to do."""
    with pytest.raises(ModelBundleError, match="run `make train` or set MODEL_DIR"):
        create_app(Settings(model_dir=tmp_path))
