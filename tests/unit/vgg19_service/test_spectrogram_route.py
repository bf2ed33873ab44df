"""`POST /v1/spectrogram` of the VGG19 service, over its app."""

import base64
import io

import numpy as np
import pytest
from flask.testing import FlaskClient
from PIL import Image

from tools.signals import channels, song, to_file
from vgg19_service.app import create_app
from vgg19_service.spectrogram_body import bytes_to_spectrogram_body

SONG = to_file(song(5))


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """Make a client of the app."""
    return create_app().test_client()


def test_answer_fits_together(client: FlaskClient) -> None:
    """Peaks, picture, edges and rates describe the same seconds of the same file."""
    body = client.post("/v1/spectrogram", data=SONG, content_type="audio/wav").get_json()

    predicted = client.post("/v1/predict", data=SONG, content_type="audio/wav").get_json()
    assert predicted["audio"] == body["audio"]
    assert 5 == body["duration_s"]
    peaks, mel = body["peaks"], body["mel"]
    assert 2000 == len(peaks["min"]) == len(peaks["max"])
    assert 400 == peaks["per_second"]
    assert max(peaks["max"]) in {114, 115}  # the song's highest sample is 0.9
    picture = Image.open(io.BytesIO(base64.b64decode(mel["png"])))
    assert ("PNG", "L", 128) == (picture.format, picture.mode, picture.height)
    assert 5 == pytest.approx(picture.width / mel["pixels_per_second"])
    assert (mel["f_min_hz"], mel["f_max_hz"]) == (mel["row_edges_hz"][0], mel["row_edges_hz"][-1])
    assert (128, 129, 80) == (mel["n_mels"], len(mel["row_edges_hz"]), mel["dynamic_range_db"])


def test_low_frequencies_are_at_the_bottom() -> None:
    """A low tone is bright in the last rows of the picture."""
    tone = to_file(0.5 * np.sin(2 * np.pi * 100 * np.arange(44_100) / 22_050))
    body = bytes_to_spectrogram_body(tone, 60)

    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(body.mel.png))))
    assert pixels[-10:].max() == 255
    assert pixels[:64].max() < 100


def test_ten_minutes_are_bounded() -> None:
    """A long file is drawn with no more than 2000 peaks and 4000 columns, in under a megabyte."""
    long = to_file(np.tile(song(60, rate_hz=8000), 10), rate_hz=8000)
    body = bytes_to_spectrogram_body(long, 900)

    picture = Image.open(io.BytesIO(base64.b64decode(body.mel.png)))
    assert (2000, 4000) == (len(body.peaks.min), picture.width)
    assert 600 == body.duration_s
    assert len(body.model_dump_json()) < 1_000_000


def test_silence_is_drawn(client: FlaskClient) -> None:
    """Silence is a flat line and a black picture, and no refusal."""
    silence = to_file(channels(np.zeros(44_100), 2))
    answer = client.post("/v1/spectrogram", data=silence, content_type="audio/wav")
    peaks, png = answer.get_json()["peaks"], answer.get_json()["mel"]["png"]

    assert 200 == answer.status_code
    assert len(peaks["min"]) == len(peaks["max"]) > 0
    assert {0} == {*peaks["min"], *peaks["max"]}
    assert (0, 0) == Image.open(io.BytesIO(base64.b64decode(png))).getextrema()


def test_three_forms_of_upload_agree(client: FlaskClient) -> None:
    """Form, raw body and base64 JSON give the same answer."""
    text = base64.b64encode(SONG).decode()
    answers = [
        client.post("/v1/spectrogram", data=SONG, content_type="audio/wav"),
        client.post("/v1/spectrogram", data={"file": (io.BytesIO(SONG), "song.wav")}),
        client.post("/v1/spectrogram", json={"wav_music": text}),
    ]

    assert 200 == answers[0].status_code
    assert all(answers[0].get_json() == answer.get_json() for answer in answers)
