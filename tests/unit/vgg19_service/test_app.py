"""The VGG19 service's app: its routes, and when it does not start."""

import base64
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from music_genre.audio.errors import ModelBundleError
from tools.signals import song, to_file
from training.settings import MODEL_DIRS
from vgg19_service.app import REPORT_PATHS, create_app
from vgg19_service.settings import Settings

SONG = to_file(song(3))


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """Make a client of the app."""
    return create_app(Settings()).test_client()


@pytest.mark.parametrize("path", REPORT_PATHS)
def test_both_routes_predict_alike(client: FlaskClient, path: str) -> None:
    """The report's routes answer base64 JSON as `/v1/predict` answers the file."""
    text = base64.b64encode(SONG).decode()
    answers = [
        client.post(path, json={"wav_music": text}),
        client.post("/v1/predict", data=SONG, content_type="audio/wav"),
    ]

    assert [200, 200] == [answer.status_code for answer in answers]
    one, other = (answer.get_json() for answer in answers)
    assert "vgg19" == one["model"]["name"]
    assert one["probabilities"] == other["probabilities"]


def test_own_routes_are_described(client: FlaskClient) -> None:
    """`/openapi.json` has what VGG19 alone can do, with its genres."""
    paths = client.get("/openapi.json").get_json()["paths"]

    assert {"/v1/predict", "/v1/explain", "/v1/spectrogram"} <= paths.keys()
    (genre,) = (p for p in paths["/v1/explain"]["post"]["parameters"] if "genre" == p["name"])
    assert "reggae" in genre["schema"]["enum"]


def test_another_model_is_refused(tmp_path: Path) -> None:
    """Neither the SVM's folder nor an empty one is served."""
    with pytest.raises(ModelBundleError, match="holds the model svm, not vgg19"):
        create_app(Settings(model_dir=MODEL_DIRS["svm"]))
    with pytest.raises(ModelBundleError, match="run `make train` or set MODEL_DIR"):
        create_app(Settings(model_dir=tmp_path))
