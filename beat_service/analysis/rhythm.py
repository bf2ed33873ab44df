"""Pulse, onset curves and tempo → beats, bars, onset pattern, swing, closest drum pattern.

Conventions: a bar has four beats and sixteen steps, step 0 is its first beat. The onset pattern is
the strength of onsets at every step, 0–1 in each band, averaged over all bars. Bars begin where the
pulse network hears them begin, four beats apart but where a beat was missed or counted twice.
Swing is the length of the first eighth over the second: 1 is straight, 2 a triplet.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.beat_tracking import chain_to_beats, pulse_to_chain
from beat_service.analysis.onsets import ONSET_RATE_HZ
from beat_service.analysis.pattern_match import PatternMatch, onset_pattern_to_match
from beat_service.analysis.pulse_model import Pulse
from beat_service.drums.pattern import BEATS_PER_BAR
from music_genre.stages import stage
from music_genre.webapi.beat_body import BANDS, STEPS, STEPS_PER_BEAT

REACH_S: Final = 0.03  # [s] that a stroke may be away from its place in the grid
PHASES: Final = 96  # points in a beat at which the onset curve is averaged, for the swing
SWING_PHASES: Final = (0.45, 0.75)  # [beats] a second eighth is here: straight … past a triplet
LEAST_SWING_STRENGTH: Final = 0.15  # ratio to the beats, from which second eighths count as played
LEAST_BEATS: Final = 8  # two bars; fewer make no average
DRIFT_OVER: Final = 8  # [beats] two bars
LEAST_DRIFTING: Final = 3 * DRIFT_OVER
DRIFT_QUANTILES: Final = (0.05, 0.95)
LEAST_DRIFT: Final = 1.04  # ratio of the fastest to the slowest tempo; two of 4 % are the same
LEAST_CHANCE: Final = 1e-4  # [probability] that a bar begins at a beat, at least
IRREGULAR_BAR: Final = 16.0  # [log likelihood] what a bar that has not four beats costs

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Rhythm:
    """Beats and bars of a track, [s] from its start; its onset pattern, float64 `(3, 16)`, 0–1.

    `onset_pattern` and `pattern` are None and there are no bars where there are too few beats,
    `swing_ratio` also where second eighths are not played.
    """

    beat_times_s: NDArray[np.float64]
    onset_pattern: NDArray[np.float64] | None
    swing_ratio: float | None
    pattern: PatternMatch | None
    downbeats: NDArray[np.intp]  # the numbers of the beats with which bars begin
    drift_bpm: tuple[float, float] | None = None  # slowest and fastest, where the tempo wanders


@stage("traits")
def pulse_to_rhythm(pulse: Pulse, onsets: Floats, bpm: float) -> Rhythm:
    """Find the rhythm at a tempo in onset curves, float32 `(3, n_frames)` at `ONSET_RATE_HZ`."""
    beats = pulse_to_beats(pulse, bpm)
    if len(beats) < LEAST_BEATS:
        return Rhythm(beats / ONSET_RATE_HZ, None, None, None, np.zeros(0, np.intp))
    downbeats = beats_to_downbeats(pulse, beats)
    onset_pattern = beats_to_onset_pattern(onsets, beats, downbeats)
    return Rhythm(
        beat_times_s=beats / ONSET_RATE_HZ,
        onset_pattern=onset_pattern,
        swing_ratio=beats_to_swing_ratio(onsets, beats),
        pattern=onset_pattern_to_match(onset_pattern),
        downbeats=downbeats,
        drift_bpm=beats_to_drift(beats / ONSET_RATE_HZ),
    )


def pulse_to_beats(pulse: Pulse, bpm: float) -> NDArray[np.float64]:
    """Track the beats near a tempo: places [frames at `ONSET_RATE_HZ`], float64 `(n_beats,)`."""
    return chain_to_beats(pulse.beat, pulse_to_chain(pulse.beat, 60 * ONSET_RATE_HZ / bpm))


def beats_to_drift(beats_s: NDArray[np.float64]) -> tuple[float, float] | None:
    """Find the slowest and the fastest tempo of beats, `(n_beats,)` [s]; None where it is steady.

    Each is taken over eight beats; a twentieth of them may be slower still, and faster.
    """
    if len(beats_s) < LEAST_DRIFTING:
        return None
    local_bpm = 60 * DRIFT_OVER / (beats_s[DRIFT_OVER:] - beats_s[:-DRIFT_OVER])
    low, high = np.quantile(local_bpm, DRIFT_QUANTILES)
    return (float(low), float(high)) if high > low * LEAST_DRIFT else None


def beats_to_downbeats(pulse: Pulse, beats: NDArray[np.float64]) -> NDArray[np.intp]:
    """Choose the beats with which bars begin, by their numbers, rising, intp `(n_bars,)`.

    `beats` are places [frames at `ONSET_RATE_HZ`], `(n_beats,)`, at least one. The likeliest way
    through the four places in a bar (Viterbi); one that leaves their order costs `IRREGULAR_BAR`.
    """
    at = np.clip(np.rint(beats).astype(int), 0, len(pulse.bar) - 1)
    begins = np.clip(pulse.bar[at], LEAST_CHANCE, 1 - LEAST_CHANCE)
    here = np.repeat(np.log(1 - begins)[:, None], BEATS_PER_BAR, axis=1)
    here[:, 0] = np.log(begins)
    scores, before = here[0], np.zeros(here.shape, np.intp)
    in_order = (np.arange(BEATS_PER_BAR) - 1) % BEATS_PER_BAR
    for number in range(1, len(here)):
        leaps = int(scores.argmax())
        is_leap = scores[leaps] - IRREGULAR_BAR > scores[in_order]
        before[number] = np.where(is_leap, leaps, in_order)
        reached = np.maximum(scores[in_order], scores[leaps] - IRREGULAR_BAR)
        scores = reached + here[number]
    places = [int(scores.argmax())]
    for number in range(len(here) - 1, 0, -1):
        places.append(int(before[number, places[-1]]))
    return np.flatnonzero(np.array(places[::-1]) == 0)


def beats_to_onset_pattern(
    onsets: Floats, beats: NDArray[np.float64], downbeats: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Average the onsets at every step over all whole bars, float64 `(3, 16)`.

    Each band's smallest value is 0 and its largest 1, or 0 where a band has no onsets. `beats` are
    places [frames], `(n_beats,)`, `downbeats` the numbers of those with which bars begin; where no
    bar is whole, all beats are counted in fours.
    """
    strengths = beats_to_strengths(onsets, beats)
    whole = [first for first in downbeats[:-1] if first + BEATS_PER_BAR in downbeats]
    if not whole:
        return _fold_bars(strengths, STEPS)
    steps = (np.array(whole) * STEPS_PER_BEAT)[:, None] + np.arange(STEPS)
    return _fold_bars(strengths[:, steps.ravel()], STEPS)


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
