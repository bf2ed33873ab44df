"""Peaks and spectrogram of a track → their JSON body."""

import base64
import io

import numpy as np
from PIL import Image

from music_genre.audio.decode import AudioInfo
from vgg19_service.peaks import Peaks
from vgg19_service.spectrogram import Spectrogram
from vgg19_service.spectrogram_body import spectrogram_to_body, spectrogram_to_png

AUDIO = AudioInfo(duration_s=3.0, sample_rate_hz=44_100, channels=2, format="WAV", sounding_s=3.0)
PEAKS = Peaks(np.array([-3, -127], np.int8), np.array([4, 127], np.int8))


def levels() -> Spectrogram:
    """Make a picture of 128 bands and 7 columns that is bright in the lowest band alone."""
    made = np.zeros((128, 7), np.uint8)
    made[0] = 200
    return Spectrogram(made)


def test_picture_is_upright() -> None:
    """The lowest band is the last row of a grey PNG, level for level."""
    picture = Image.open(io.BytesIO(spectrogram_to_png(levels())))

    pixels = np.asarray(picture)
    assert ("PNG", "L", (7, 128)) == (picture.format, picture.mode, picture.size)
    assert {200} == set(pixels[-1].tolist())
    assert not pixels[:-1].any()


def test_rates_are_over_the_duration() -> None:
    """Peaks and columns a second are counted over the waveform's own duration."""
    body = spectrogram_to_body(PEAKS, levels(), 3.0, AUDIO)

    assert (3, round(2 / 3, 6), round(7 / 3, 6)) == (
        body.duration_s,
        body.peaks.per_second,
        body.mel.pixels_per_second,
    )
    assert ([-3, -127], [4, 127]) == (body.peaks.min, body.peaks.max)
    assert (128, 129) == (body.mel.n_mels, len(body.mel.row_edges_hz))
    assert (44_100, 2) == (body.audio.sample_rate_hz, body.audio.channels)
    assert spectrogram_to_png(levels()) == base64.b64decode(body.mel.png)
