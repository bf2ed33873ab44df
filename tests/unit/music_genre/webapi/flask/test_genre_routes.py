"""`/v1/predict` with clean statuses, and the same model with the report's."""

from collections.abc import Callable
from typing import Any

import pytest
from fake_services import none_of_these, not_music, prediction
from flask.testing import FlaskClient

from music_genre.audio.errors import TooLongAudioError
from music_genre.webapi.flask.app import new_app
from music_genre.webapi.flask.genre_routes import genre_routes
from music_genre.webapi.messages import REPORT_PROCESSING_FAILED
from music_genre.webapi.prediction_body import PredictionBody
from music_genre.webapi.settings import ServiceSettings
from music_genre.webapi.texts.request import REPORT_NO_AUDIO

LIMIT_BYTES = 1024
CLEAN, REPORT = "/v1/predict", "/predict_svm"
SONG = {"json": {"wav_music": "c29uZw=="}}
LARGE = {"json": {"wav_music": "AAAA" * LIMIT_BYTES}}
Predict = Callable[[bytes], PredictionBody]


def client_of(predict: Predict) -> FlaskClient:
    """Make a client of a service that predicts so."""
    settings = ServiceSettings(port=1, max_upload_bytes=LIMIT_BYTES)
    app = new_app(__name__, settings, lambda: (True, {}), {})
    app.register_blueprint(genre_routes(predict, [REPORT]))
    return app.test_client()


def hearing(body: dict[str, Any]) -> Predict:
    """Make a prediction that is always the same."""
    return lambda _: PredictionBody.model_validate(body)


def failing(error: Exception) -> Predict:
    """Make a prediction that always fails."""

    def predict(_: bytes) -> PredictionBody:
        raise error

    return predict


@pytest.mark.parametrize("path", [CLEAN, REPORT])
def test_answer(path: str) -> None:
    """Both routes answer a song with the same body."""
    response = client_of(hearing(prediction(jazz=0.7))).post(path, **SONG)

    assert (200, prediction(jazz=0.7)) == (response.status_code, response.get_json())


@pytest.mark.parametrize("body", [not_music("noise"), none_of_these()], ids=["noise", "foreign"])
def test_the_report_gets_one_of_the_genres(body: dict[str, Any]) -> None:
    """Where no genre is named, the report's route names the nearest, with the outcome beside it."""
    client = client_of(hearing(body))

    clean, report = (client.post(path, **SONG).get_json() for path in (CLEAN, REPORT))

    assert body == clean
    assert body | {"genre": body["nearest"]} == report


def test_silence() -> None:
    """Silence is an answer by the clean route, and a failure by the report's."""
    client = client_of(hearing(prediction("silence")))

    clean, report = client.post(CLEAN, **SONG), client.post(REPORT, **SONG)

    assert (200, None) == (clean.status_code, clean.get_json()["genre"])
    assert (500, "silent_audio") == (report.status_code, report.get_json()["code"])


@pytest.mark.parametrize(
    ("request_body", "code", "clean", "report"),
    [
        ({}, "no_audio", 400, 400),
        ({"json": {}}, "no_audio", 400, 400),
        ({"data": "{", "content_type": "application/json"}, "malformed_json", 400, 400),
        ({"json": {"wav_music": "#"}}, "bad_base64", 400, 500),
        (LARGE, "too_large", 413, 413),
    ],
    ids=["nothing", "empty-json", "half-json", "base64", "large"],
)
def test_statuses_of_bad_requests(
    request_body: dict[str, Any], code: str, clean: int, report: int
) -> None:
    """The report knows 400 without audio and 500 for the rest; 413 stays what it is."""
    client = client_of(hearing(prediction(jazz=0.7)))

    answers = [client.post(path, **request_body) for path in (CLEAN, REPORT)]

    assert [clean, report] == [answer.status_code for answer in answers]
    assert [clean, report] == [answer.get_json()["status"] for answer in answers]
    # Without a Content-Type the report's route reads a body as JSON all the same.
    assert code == answers[0].get_json()["code"]
    assert answers[1].get_json()["code"] in {code, "malformed_json"}


def test_words_of_the_report() -> None:
    """`error` has the report's exact sentences, whatever the reader's language."""
    client = client_of(failing(TooLongAudioError(duration_s=901, maximum_s=900)))
    english = {"Accept-Language": "en"}

    nothing = client.post(REPORT, json={}, headers=english).get_json()
    long = client.post(REPORT, **SONG, headers=english).get_json()
    large = client.post(REPORT, **LARGE, headers=english).get_json()

    assert REPORT_NO_AUDIO == nothing["error"]
    assert REPORT_PROCESSING_FAILED == long["error"]
    assert ("Audio too long", "audio_too_long") == (long["title"], long["code"])
    assert "File too large" == large["error"]


def test_errors_of_audio_have_their_own_status() -> None:
    """The clean route says by its status what is wrong with the audio."""
    client = client_of(failing(TooLongAudioError(duration_s=901, maximum_s=900)))

    response = client.post(CLEAN, **SONG)

    assert (422, "audio_too_long") == (response.status_code, response.get_json()["code"])


@pytest.mark.parametrize("path", [CLEAN, REPORT])
def test_what_nobody_expected(path: str, caplog: pytest.LogCaptureFixture) -> None:
    """A bug is a 500 by either route, told to the log alone."""
    response = client_of(failing(RuntimeError("a secret"))).post(path, **SONG)

    assert (500, "internal_error") == (response.status_code, response.get_json()["code"])
    assert "secret" not in response.text
    assert "secret" in caplog.text
