"""Waveform → windows that a model sees at once.

What is longer than one window is cut into equal, adjoining windows of at most 30 s, so nothing is
left out and no window is shorter than half a window. Own choice; what is over 30 s by less than
`WINDOW_TOLERANCE_S` (every GTZAN clip is) is cut off instead of halving the clip.
Long silences are set apart before that: they would make a window sound like other music.
"""

import itertools
import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import (
    MIN_AUDIO_S,
    SAMPLE_RATE_HZ,
    SILENCE_RMS_DBFS,
    WINDOW_S,
    WINDOW_TOLERANCE_S,
)
from music_genre.stages import stage

LONG_SILENCE_S: Final = 3.5  # longer than any pause in the clips of GTZAN
DIGITAL_SILENCE: Final = 1e-6  # of full scale, far under the smallest step of 16 bits
FRAME_SAMPLES: Final = SAMPLE_RATE_HZ // 20  # in which the level is measured
FRAME_S: Final = FRAME_SAMPLES / SAMPLE_RATE_HZ


@dataclass(frozen=True)
class Window:
    """A stretch of the track: samples float32 `(n,)` at 22 050 Hz, full scale ±1."""

    start_s: float
    end_s: float
    samples: NDArray[np.float32]

    @property
    def duration_s(self) -> float:
        """Subtract its start from its end."""
        return self.end_s - self.start_s

    @property
    def is_silent(self) -> bool:
        """Tell whether the level without DC is under `SILENCE_RMS_DBFS`."""
        centred = self.samples - self.samples.mean(dtype=np.float64).astype(np.float32)
        rms = math.sqrt(float(centred @ centred) / len(centred))
        return rms < 10 ** (SILENCE_RMS_DBFS / 20)


@stage("windows")
def waveform_to_windows(waveform: NDArray[np.float32]) -> list[Window]:
    """Cut a waveform, float32 `(n_samples,)` at 22 050 Hz, into windows of at most 30 s.

    They adjoin; long silences have windows of their own.
    """
    stretches = waveform_to_stretches(waveform)
    last = len(stretches) - 1
    return [
        window
        for number, (start, end, _) in enumerate(stretches)
        for window in _stretch_to_windows(
            waveform, start, end, WINDOW_TOLERANCE_S if number == last else 0
        )
    ]


def waveform_to_whole(waveform: NDArray[np.float32]) -> Window:
    """Take all of a waveform, however long, as one window."""
    return Window(0.0, len(waveform) / SAMPLE_RATE_HZ, waveform)


def waveform_to_sounding_s(waveform: NDArray[np.float32]) -> float:
    """Add up what is no long silence [s]."""
    stretches = waveform_to_stretches(waveform)
    return sum(end - start for start, end, sounds in stretches if sounds) / SAMPLE_RATE_HZ


def waveform_to_stretches(waveform: NDArray[np.float32]) -> list[tuple[int, int, bool]]:
    """Divide into adjoining stretches: start, end [samples], and whether it sounds.

    A silence of `LONG_SILENCE_S` or more is a stretch; what sounds between two has at least
    `MIN_AUDIO_S`, so that there is enough of it to be heard.
    """
    n_samples = len(waveform)
    marks = [0]
    for first, after in _islands_of_sound(_frames_that_sound(waveform)):
        start, end = first * FRAME_SAMPLES, min(after * FRAME_SAMPLES, n_samples)
        spare = min(FRAME_SAMPLES, end - start - math.ceil(MIN_AUDIO_S * SAMPLE_RATE_HZ))
        if start > 0 and spare > 0:
            start += _constant_samples(waveform[start : start + spare])
        if end < n_samples and spare > 0:
            end -= _constant_samples(waveform[end - spare : end][::-1])
        marks += [start, end]
    stretches = enumerate(itertools.pairwise([*marks, n_samples]))
    return [(start, end, number % 2 == 1) for number, (start, end) in stretches if end > start]


def _islands_of_sound(sounds: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Find what is between long silences: the first frame and the one past the last."""
    long, n_frames = LONG_SILENCE_S / FRAME_S, len(sounds)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], sounds.astype(np.int8), [0]))))
    islands: list[tuple[int, int]] = []
    for start, end in edges.reshape(-1, 2).tolist():
        joined = bool(islands) and start - islands[-1][1] < long
        islands.append((islands.pop()[0] if joined else start, end))
    if islands and islands[0][0] < long:
        islands[0] = (0, islands[0][1])
    if islands and n_frames - islands[-1][1] < long:
        islands[-1] = (islands[-1][0], n_frames)
    return [_island_long_enough(first, after, n_frames) for first, after in islands]


def _island_long_enough(first: int, after: int, n_frames: int) -> tuple[int, int]:
    """Take as much of the silence around an island as it lacks to be heard."""
    shortest = math.ceil(MIN_AUDIO_S / FRAME_S)
    if after - first >= shortest:
        return first, after
    start = max(0, min(first - (shortest - after + first) // 2, n_frames - shortest))
    return start, start + shortest


def _frames_that_sound(waveform: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell for each `FRAME_S` whether its level without DC is over `SILENCE_RMS_DBFS`."""
    n_frames = math.ceil(len(waveform) / FRAME_SAMPLES)
    whole = len(waveform) // FRAME_SAMPLES * FRAME_SAMPLES
    frames = waveform[:whole].reshape(-1, FRAME_SAMPLES)
    squares = np.einsum("ij,ij->i", frames, frames, dtype=np.float64) / FRAME_SAMPLES
    power = squares - frames.mean(axis=1, dtype=np.float64) ** 2
    rest = waveform[whole:]
    powers = np.append(power, rest.var()) if n_frames > len(frames) else power
    return np.asarray(powers >= 10 ** (SILENCE_RMS_DBFS / 10))


def _constant_samples(samples: NDArray[np.float32]) -> int:
    """Count the samples before the first that differs from them: digital silence."""
    differs = np.abs(samples - samples[0]) > DIGITAL_SILENCE
    return int(differs.argmax()) if differs.any() else 0


def _stretch_to_windows(
    waveform: NDArray[np.float32], first: int, last: int, tolerance_s: float
) -> list[Window]:
    """Cut a stretch [samples] into equal windows."""
    duration_s = (last - first) / SAMPLE_RATE_HZ
    n_windows = max(1, math.ceil((duration_s - tolerance_s) / WINDOW_S))
    length_s = min(WINDOW_S, duration_s / n_windows)
    edges = [first + round(i * length_s * SAMPLE_RATE_HZ) for i in range(n_windows + 1)]
    return [
        Window(start / SAMPLE_RATE_HZ, end / SAMPLE_RATE_HZ, waveform[start:end])
        for start, end in itertools.pairwise(edges)
    ]
