"""Waveform → mel-spectrogram of the whole track, in 8-bit levels below the track's peak.

The bands are those that the networks see. Up to 93 s every frame has its column; of longer tracks
frames at even distances are taken, which is what keeps the picture of ten minutes small.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import DYNAMIC_RANGE_DB, HOP_LENGTH, N_FFT, POWER_FLOOR
from music_genre.audio.levels import MAX_LEVEL
from music_genre.audio.mel import n_frames_of, power_to_db, waveform_to_mel_power
from music_genre.stages import stage

MOST_COLUMNS: Final = 4000  # [columns] as many as a 4K screen has
BATCH_COLUMNS: Final = 256  # 2 MB of samples and 4 MB of spectrum at a time
MARGIN_FRAMES: Final = N_FFT // 2 // HOP_LENGTH  # what a frame reaches to each side


@dataclass(frozen=True)
class Spectrogram:
    """Levels uint8 `(n_mels, n_columns)`: 0 is 80 dB under the peak, 255 the peak; row 0 lowest."""

    levels: NDArray[np.uint8]


@stage("draw")
def waveform_to_spectrogram(
    waveform: NDArray[np.float32], most_columns: int = MOST_COLUMNS
) -> Spectrogram:
    """Compute the spectrogram of a waveform, float32 `(n_samples,)` at 22 050 Hz; 0 in silence."""
    frames = n_samples_to_frames(len(waveform), most_columns)
    starts = range(0, len(frames), BATCH_COLUMNS)
    batches = [frames[start : start + BATCH_COLUMNS] for start in starts]
    power = np.concatenate([_frames_to_power(waveform, batch) for batch in batches], axis=1)
    if power.max() <= POWER_FLOOR:
        return Spectrogram(np.zeros(power.shape, np.uint8))
    above_floor = 1 + power_to_db(power) / np.float32(DYNAMIC_RANGE_DB)
    return Spectrogram(np.asarray(np.rint(above_floor * MAX_LEVEL), np.uint8))


def n_samples_to_frames(n_samples: int, most_columns: int) -> NDArray[np.intp]:
    """Choose each column's frame: all of them, or `most_columns`, each amid its stretch."""
    n_frames = n_frames_of(n_samples)
    n_columns = min(n_frames, most_columns)
    return np.asarray((np.arange(n_columns) + 0.5) * n_frames / n_columns, np.intp)


def _frames_to_power(
    waveform: NDArray[np.float32], frames: NDArray[np.intp]
) -> NDArray[np.float32]:
    """Mel power at these rising frames, from no more of the waveform than they reach."""
    first = max(0, int(frames[0]) - MARGIN_FRAMES)
    end = int(frames[-1]) + MARGIN_FRAMES
    return waveform_to_mel_power(waveform[first * HOP_LENGTH : end * HOP_LENGTH], frames - first)
