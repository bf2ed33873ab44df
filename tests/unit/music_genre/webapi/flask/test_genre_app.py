"""A genre service made around a model that always predicts the same."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient

from music_genre.audio.arithmetic import ArithmeticCheck
from music_genre.webapi.body import Body
from music_genre.webapi.flask.genre_app import new_genre_app
from music_genre.webapi.openapi import DescribedRoute, operation
from music_genre.webapi.prediction_body import AudioBody, Kind, Outcome
from music_genre.webapi.settings import GenreServiceSettings

AUDIO = AudioBody(duration_s=1, sample_rate_hz=8000, channels=1, format="WAV")
MODEL_BODY = {"name": "svm", "version": "3", "sha256": "0" * 64}


@dataclass(frozen=True)
class Model:
    """What a manifest says."""

    name: str = "svm"
    version: str = "3"
    sha256: str = "0" * 64
    genres: tuple[str, ...] = ("jazz", "rock")


@dataclass(frozen=True)
class FixedPrediction:
    """A track's answer, without windows."""

    outcome: Outcome = "confident"
    kind: Kind | None = None
    tags: dict[str, float] | None = None
    probabilities: tuple[float, ...] | None = (0.25, 0.75)
    segments: tuple[()] = ()
    audio: AudioBody = AUDIO
    timing_ms: dict[str, float] = field(default_factory=lambda: {"decode": 1.0, "predict": 2.0})


class SongBody(Body):
    """The answer of a route that only this service has."""

    tempo: float


@pytest.fixture
def asked() -> list[tuple[bytes, float]]:
    """Make the list of what the model was asked."""
    return []


@pytest.fixture
def client(asked: list[tuple[bytes, float]]) -> FlaskClient:
    """Make a client of a service whose model always predicts rock."""

    def predict(encoded: bytes, longest_s: float) -> FixedPrediction:
        asked.append((encoded, longest_s))
        return FixedPrediction()

    settings = GenreServiceSettings(port=1, model_dir="model", max_audio_s=42)
    more = DescribedRoute("/v1/tempo", "post", operation("Tempo", {}), [SongBody])
    app = new_genre_app(
        __name__,
        settings,
        Model(),
        predict,
        ["/predict_svm"],
        check=ArithmeticCheck("fast", 0.001),
        more=[more],
    )
    return app.test_client()


def test_readiness_says_with_what(client: FlaskClient) -> None:
    """A service that was made is ready, with its model, genres and arithmetic."""
    ready = client.get("/readyz")

    assert {
        "status": "ok",
        "model": MODEL_BODY,
        "genres": ["jazz", "rock"],
        "arithmetic": {"svm": {"arithmetic": "fast", "difference": 0.001}},
    } == ready.get_json()


@pytest.mark.parametrize("path", ["/v1/predict", "/predict_svm"])
def test_prediction(client: FlaskClient, asked: list[tuple[bytes, float]], path: str) -> None:
    """The model is asked for the very bytes, with the longest duration of the settings."""
    body = client.post(path, json={"wav_music": "c29uZw=="}).get_json()

    assert [(b"song", 42)] == asked
    assert ("rock", {"jazz": 0.25, "rock": 0.75}) == (body["genre"], body["probabilities"])
    assert MODEL_BODY == body["model"]


def test_answers_are_counted(client: FlaskClient) -> None:
    """Metrics have the answers of the service, and its arithmetic."""
    client.post("/v1/predict", json={"wav_music": "c29uZw=="})

    metrics = client.get("/metrics").text

    labels = '{genre="rock",model="svm",outcome="confident"}'
    assert f"genre_predictions_total{labels} 1.0" in metrics
    assert 'model_exact_arithmetic{model="svm"} 0.0' in metrics


def test_document_has_the_services_own_routes(client: FlaskClient) -> None:
    """What a service adds stands in the document beside what all genre services have."""
    document: dict[str, Any] = client.get("/openapi.json").get_json()

    assert "svm genre service" == document["info"]["title"]
    assert {"/v1/predict", "/predict_svm", "/v1/tempo"} <= document["paths"].keys()
    assert "SongBody" in document["components"]["schemas"]
