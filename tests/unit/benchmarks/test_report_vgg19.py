"""The baseline of the VGG19 service: picture, network and route as the report has them."""

import base64

import numpy as np
import pytest
from needs import Alone

from benchmarks import report_vgg19
from benchmarks.report_vgg19 import SIDE_PIXELS, create_app, mel_to_report_image
from music_genre.audio.constants import GENRES
from music_genre.webapi.sight.metrics import ServiceMetrics
from tools.signals import song, to_file

# audioread, behind librosa.load, imports modules that Python has announced to drop.
pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated and slated:DeprecationWarning")


class Network:
    """A network that always says the third genre, and keeps what it was shown."""

    def __init__(self) -> None:
        self.images: list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]] = []

    def predict(
        self, image: np.ndarray[tuple[int, ...], np.dtype[np.float32]], verbose: int
    ) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """Give a row of probabilities for each image."""
        assert 0 == verbose
        self.images.append(image)
        return np.eye(len(GENRES))[[2] * len(image)]


def test_picture_is_square_and_grey() -> None:
    """128 bands of any length become 224 × 224 pixels in three equal colours, 0–255."""
    mel = np.linspace(-80, 0, 128 * 1292, dtype=np.float32).reshape(128, 1292)

    image = mel_to_report_image(mel)

    assert ((1, SIDE_PIXELS, SIDE_PIXELS, 3), np.float32) == (image.shape, image.dtype)
    assert (0, 255) == (image.min(), image.max())
    np.testing.assert_array_equal(image[..., 0], image[..., 2])


def test_route_answers_a_genre_and_its_time(monkeypatch: pytest.MonkeyPatch, alone: Alone) -> None:
    """The network is shown the picture of the file; what it takes is told apart."""
    network = Network()
    monkeypatch.setattr(report_vgg19, "new_vgg19", lambda: network)
    text = base64.b64encode(to_file(song(5))).decode()

    with alone():
        app = create_app()
        answer = app.test_client().post("/predict_vgg", json={"wav_music": text})

    body = answer.get_json()
    assert GENRES[2] == body["genre"]
    assert isinstance(app.extensions["metrics"], ServiceMetrics)  # without it our server ends
    assert ["predict"] == list(body["timing_ms"])
    assert (1, SIDE_PIXELS, SIDE_PIXELS, 3) == network.images[0].shape
