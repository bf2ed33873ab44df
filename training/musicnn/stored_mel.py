"""Stored log-mel → an estimate of musicnn's spectrogram, for clips whose audio is not there.

The stored grid is coarse (77 ms against 16 ms), its level is relative to the clip's peak, and it
knows nothing between its columns. What a network finds in the estimate is no more than related to
what it finds in the audio; `training.musicnn.embeddings` learns the relation from clips with both.
"""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import (
    HOP_LENGTH,
    MUSICNN_HOP_LENGTH,
    MUSICNN_RATE_HZ,
    SAMPLE_RATE_HZ,
)
from music_genre.audio.grid import n_frames_to_columns
from music_genre.audio.mel import GENRE, MUSICNN, FrontEnd, hz_to_mel
from svm_service.patches import power_to_musicnn_mel

Floats = NDArray[np.float32]

# [dB] median peak of the 143 clips with 15 s of audio, 27.5, less what the transforms differ by
PEAK_DB: Final = 15.4
MOST_FRAMES: Final = 10_000  # [frames] more than any stored clip has


def log_mel_to_musicnn_mel(log_mel: Floats) -> Floats:
    """Estimate musicnn's spectrogram, float32 `(n_frames, 96)`, from `(128, n_columns)` dB."""
    frames = n_frames_to_columns(MOST_FRAMES)[: log_mel.shape[1]]
    columns_s = frames * (HOP_LENGTH / SAMPLE_RATE_HZ)
    step_s = MUSICNN_HOP_LENGTH / MUSICNN_RATE_HZ
    frames_s = np.arange(int(columns_s[-1] / step_s) + 1) * step_s
    bands = np.stack(
        [np.interp(_centres(MUSICNN), _centres(GENRE), column) for column in log_mel.T]
    )
    level_db = np.stack([np.interp(frames_s, columns_s, band) for band in bands.T], axis=1)
    return power_to_musicnn_mel((10 ** ((level_db + PEAK_DB) / 10)).astype(np.float32))


@cache
def _centres(front_end: FrontEnd) -> NDArray[np.float64]:
    """Centres of a front end's bands, `(n_mels,)`, [mel]."""
    top_mel = hz_to_mel(np.array([front_end.sample_rate_hz / 2]))[0]
    return np.linspace(0, top_mel, front_end.n_mels + 2)[1:-1]
