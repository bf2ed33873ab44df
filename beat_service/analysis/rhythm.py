"""Onset curves and tempo → beat times, beat-synchronous onset pattern, swing, closest drum pattern.

Conventions: a bar has four beats and sixteen steps, step 0 is its first beat. The onset pattern is
the strength of onsets at every step, 0–1 in each band, averaged over all bars. The first beat of
the bar is where bass and backbeat fit best (own choice). Swing is the length of the first eighth
over the second: 1 is straight, 2 a triplet.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.beat_tracking import onsets_to_beat_frames
from beat_service.analysis.onsets import ONSET_RATE_HZ
from beat_service.analysis.pattern_match import PatternMatch, onset_pattern_to_match
from beat_service.drums.pattern import BEATS_PER_BAR
from music_genre.webapi.beat_body import BANDS, STEPS, STEPS_PER_BEAT

REACH_S: Final = 0.03  # [s] that a stroke may be away from its place in the grid
PHASES: Final = 96  # points in a beat at which the onset curve is averaged, for the swing
SWING_PHASES: Final = (0.45, 0.75)  # [beats] a second eighth is here: straight … past a triplet
LEAST_SWING_STRENGTH: Final = 0.15  # ratio to the beats, from which second eighths count as played
LEAST_BEATS: Final = 8  # two bars; fewer make no average

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Rhythm:
    """Beats of a track, [s] from its start, and its onset pattern, float64 `(3, 16)`, 0–1.

    `onset_pattern`, `pattern` and `first_downbeat` are None where there are too few beats,
    `swing_ratio` also where second eighths are not played.
    """

    beat_times_s: NDArray[np.float64]
    onset_pattern: NDArray[np.float64] | None
    swing_ratio: float | None
    pattern: PatternMatch | None
    first_downbeat: int | None = None  # of the first four; measured, but right too seldom to tell


def onsets_to_rhythm(onsets: Floats, bpm: float) -> Rhythm:
    """Find the rhythm at a tempo in onset curves, float32 `(3, n_frames)` at `ONSET_RATE_HZ`."""
    beats = onsets_to_beats(onsets, bpm)
    if len(beats) < LEAST_BEATS:
        return Rhythm(beats / ONSET_RATE_HZ, None, None, None)
    onset_pattern = beats_to_onset_pattern(onsets, beats)
    return Rhythm(
        beat_times_s=beats / ONSET_RATE_HZ,
        onset_pattern=onset_pattern,
        swing_ratio=beats_to_swing_ratio(onsets, beats),
        pattern=onset_pattern_to_match(onset_pattern),
        first_downbeat=beats_to_first_downbeat(onsets, beats),
    )


def onsets_to_beats(onsets: Floats, bpm: float) -> NDArray[np.float64]:
    """Track the beats in onset curves, `(3, n_frames)`: places [frames], float64 `(n_beats,)`."""
    frames = onsets_to_beat_frames(onsets.sum(axis=0), 60 * ONSET_RATE_HZ / bpm)
    return np.asarray(frames, np.float64)


def beats_to_onset_pattern(onsets: Floats, beats: NDArray[np.float64]) -> NDArray[np.float64]:
    """Average the onsets at every step over all bars, float64 `(3, 16)`.

    Each band's smallest value is 0 and its largest 1, or 0 where a band has no onsets. `beats` are
    places [frames], `(n_beats,)`, at least eight.
    """
    return max(_beats_to_bars(onsets, beats), key=_downbeat_fit)


def beats_to_first_downbeat(onsets: Floats, beats: NDArray[np.float64]) -> int:
    """Choose which of the first four beats begins the bar; arguments as above."""
    fits = [_downbeat_fit(bar) for bar in _beats_to_bars(onsets, beats)]
    return int(np.argmax(fits))


def _beats_to_bars(onsets: Floats, beats: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Average the bars that begin on each of the first four beats, four times `(3, 16)`."""
    strengths = beats_to_strengths(onsets, beats)
    return [
        _fold_bars(strengths[:, first * STEPS_PER_BEAT :], STEPS) for first in range(BEATS_PER_BAR)
    ]


def bars_to_onset_pattern(onsets: Floats, bpm: float, n_steps: int) -> NDArray[np.float64]:
    """Average the onsets at every step over bars whose first begins with the sound: `(3, n_steps)`.

    For what we play ourselves, where nothing has to be found: `onsets` is `(3, n_frames)`, of at
    least a bar of `n_steps` sixteenths. Levels as in `beats_to_onset_pattern`.
    """
    frames_per_step = 60 * ONSET_RATE_HZ / bpm / STEPS_PER_BEAT
    n_bars = max(1, round(onsets.shape[1] / frames_per_step / n_steps))
    strengths = places_to_strengths(onsets, np.arange(n_bars * n_steps) * frames_per_step)
    return _fold_bars(strengths, n_steps)


def beats_to_strengths(onsets: Floats, beats: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure onsets at every sixteenth between the beats, float64 `(3, 4 · (n_beats − 1))`."""
    places = np.interp(
        np.arange((len(beats) - 1) * STEPS_PER_BEAT) / STEPS_PER_BEAT, np.arange(len(beats)), beats
    )
    return places_to_strengths(onsets, places)


def places_to_strengths(onsets: Floats, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure onsets around places [frames], `(n,)`: float64 `(3, n)`."""
    reach = round(REACH_S * ONSET_RATE_HZ)
    around = np.rint(places).astype(int)[:, None] + np.arange(-reach, reach + 1)
    around = np.clip(around, 0, onsets.shape[1] - 1)
    return np.asarray(onsets[:, around].max(axis=2), np.float64)


def _fold_bars(strengths: NDArray[np.float64], n_steps: int) -> NDArray[np.float64]:
    """Average sixteenths, `(3, n)`, over bars of so many, float64 `(3, n_steps)`, 0 … 1."""
    n_bars = strengths.shape[1] // n_steps
    bar = strengths[:, : n_bars * n_steps].reshape(len(BANDS), n_bars, n_steps).mean(axis=1)
    bar -= bar.min(axis=1, keepdims=True)
    return np.asarray(bar / np.maximum(bar.max(axis=1, keepdims=True), 1e-9))


def _downbeat_fit(bar: NDArray[np.float64]) -> float:
    """Rate how well a bar, `(3, 16)`, begins: bass on one and three, backbeat on two and four."""
    low, mid, high = bar[:, ::STEPS_PER_BEAT]
    bass = low[0] + 0.5 * low[2] - 0.5 * (low[1] + low[3])
    backbeat = mid[1] + mid[3] - mid[0] - mid[2]
    return float(bass + 0.5 * backbeat + 0.1 * (high[0] - high[2]))


def beats_to_swing_ratio(onsets: Floats, beats: NDArray[np.float64]) -> float | None:
    """Divide the first eighth by the second, about 1–3; None where seconds are not played."""
    curve = onsets.sum(axis=0)
    parts = np.arange(-PHASES // 8, PHASES) / PHASES  # from just before the beat to the next
    lengths = np.diff(beats)
    places = beats[:-1, None] + parts * lengths[:, None]
    mean = np.interp(places, np.arange(len(curve)), curve).mean(axis=0)
    mean -= mean.min()
    on_beat = np.abs(parts) <= 1 / 8
    second = (parts >= SWING_PHASES[0]) & (parts <= SWING_PHASES[1])
    beat_at, eighth_at = _peak(parts, mean, on_beat), _peak(parts, mean, second)
    if mean[second].max() < LEAST_SWING_STRENGTH * mean[on_beat].max():
        return None
    phase = eighth_at - beat_at
    return float(phase / (1 - phase))


def _peak(parts: NDArray[np.float64], mean: NDArray[np.float64], where: NDArray[np.bool_]) -> float:
    """Locate the highest peak of a curve, `(n,)`, where `where` is true [beats]."""
    place = int(np.flatnonzero(where)[mean[where].argmax()])
    near = slice(max(place - 3, 0), place + 4)
    return float(np.average(parts[near], weights=mean[near] + 1e-9))
