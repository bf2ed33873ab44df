"""Files to walk the whole way with before the first user does."""

import io
from collections.abc import Iterator
from typing import Final

import numpy as np
import soundfile

from music_genre.audio.constants import MIN_AUDIO_S, WINDOW_S

RATE_HZ: Final = 44_100  # not ours, so that the resampler is warm too


def noise_files() -> Iterator[bytes]:
    """Make WAV files of noise, one of a full window and one as short as is allowed."""
    noise = np.random.default_rng(0).uniform(-0.1, 0.1, int(WINDOW_S * RATE_HZ))
    for samples in (noise, noise[: int(MIN_AUDIO_S * RATE_HZ)]):
        with io.BytesIO() as file:
            soundfile.write(file, samples, RATE_HZ, format="WAV")
            yield file.getvalue()
