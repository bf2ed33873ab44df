"""An explanation as a picture."""

import io

import numpy as np
from PIL import Image

from music_genre.audio.mel import mel_band_edges_hz
from vgg19_service.explanation import Explanation
from vgg19_service.importance_picture import (
    AGAINST,
    FOR,
    HEIGHT,
    LEFT,
    SIZE,
    TOP,
    explanation_to_png,
)


def test_picture_is_upright_and_coloured() -> None:
    """Low frequencies are at the bottom; orange speaks for the genre and blue against it."""
    importance = np.zeros((32, 96), np.float32)
    importance[:8, :] = 1  # low
    importance[24:, :] = -1  # high
    explanation = Explanation(
        genre=0,
        probability=0.5,
        segment=0,
        start_s=0.0,
        end_s=30.0,
        log_mel=np.random.default_rng(0).uniform(-80, 0, (128, 387)).astype(np.float32),
        importance=importance,
        row_edges_hz=mel_band_edges_hz()[::4],
        step_edges_s=np.linspace(0, 30, 97),
    )

    picture = Image.open(io.BytesIO(explanation_to_png(explanation, "blues"))).convert("RGB")

    assert SIZE == picture.size
    pixels = np.asarray(picture, np.float64)[:, LEFT + 50]
    for y, colour in ((TOP + HEIGHT - 20, FOR), (TOP + 20, AGAINST)):
        assert np.abs(pixels[y] - colour).max() < 60
