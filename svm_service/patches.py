"""Waveform → the patches that musicnn's networks see.

16 kHz, 512-sample frames every 256, 96 mel bands of unit area to 8 kHz, `log10(1 + 10 000·power)`,
patches of 187 frames (3 s). Source: Pons and Serra, "musicnn", 2019, arXiv:1909.06654.
"""

from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from music_genre.audio.constants import (
    MUSICNN_GAIN,
    MUSICNN_RATE_HZ,
    PATCH_FRAMES,
    SAMPLE_RATE_HZ,
)
from music_genre.audio.mel import MUSICNN, n_frames_of, waveform_to_mel_power
from music_genre.stages import stage

Floats = NDArray[np.float32]

WORTH_A_PATCH: Final = 1 / 3  # [patches] a rest that is shorter adds nothing new


@stage("features")
def waveform_to_musicnn_mel(samples: Floats) -> Floats:
    """Compute musicnn's spectrogram, float32 `(n_frames, 96)`, ≥ 0, of `(n,)` at 22 050 Hz."""
    resampled = np.asarray(soxr.resample(samples, SAMPLE_RATE_HZ, MUSICNN_RATE_HZ), np.float32)
    frames = np.arange(n_frames_of(len(resampled), MUSICNN))
    return power_to_musicnn_mel(waveform_to_mel_power(resampled, frames, MUSICNN).T)


def power_to_musicnn_mel(power: Floats) -> Floats:
    """Compress power as musicnn does, `log10(1 + 10 000·power)`; same shape, float32."""
    return np.asarray(np.log10(np.float32(MUSICNN_GAIN) * power + np.float32(1)), np.float32)


@stage("features")
def musicnn_mel_to_patches(mel: Floats, most: int | None = None) -> Floats:
    """Cut float32 `(n, 187, 96)` out of `(n_frames, 96)`: adjoining, or `most` spread evenly.

    What is shorter than a patch is repeated up to one. A rest of a third of a patch or more is
    taken with the frames before it.
    """
    if len(mel) < PATCH_FRAMES:
        mel = np.pad(mel, ((0, PATCH_FRAMES - len(mel)), (0, 0)), mode="wrap")
    starts = list(range(0, len(mel) - PATCH_FRAMES + 1, PATCH_FRAMES))
    if len(mel) - starts[-1] - PATCH_FRAMES >= WORTH_A_PATCH * PATCH_FRAMES:
        starts.append(len(mel) - PATCH_FRAMES)
    if most is not None and len(starts) > most:
        chosen = np.linspace(0, len(starts) - 1, most).round().astype(int)
        starts = [starts[number] for number in chosen]
    return np.stack([mel[start : start + PATCH_FRAMES] for start in starts])
