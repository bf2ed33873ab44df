"""A recording that somebody adds → its tempo, by its length if that is whole bars.

People send loops, and a loop lasts whole bars: of the tempi at which it does, one is its own. Which
one is weighed by the tempo network, by what is usual for the style (that tells 86 from 172), by how
people cut loops (1, 2, 4 or 8 bars, seldom 3 or 6, hardly ever 5 or 7) and by the strokes: at their
own tempo, in any octave, they come in time with beats, eighths and sixteenths, which the network
takes for another tempo in some rhythms. Where they keep to none of these tempi over the whole
length, it is no loop of whole bars, and the network's own tempo stands, at the more usual of its
octaves.
The weights are our own choice: of 1,650 loops of 1 to 8 bars (our patterns, by three synthesisers
and a sound font) that are at a tempo of their style, 97 % get it; the others are an octave off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.onsets import ONSET_RATE_HZ
from beat_service.analysis.tempo import Tempo, bpm_to_refined, within_tolerance
from beat_service.analysis.tempogram import candidate_tempi
from music_genre.webapi.beat_body import FASTEST_BPM, SLOWEST_BPM

NETWORK_WEIGHT: Final = 0.4  # of the log of the network's probability
LEAST_PROBABILITY: Final = 0.1  # added, because the network is sure of wrong octaves
LEAST_USUAL: Final = 0.06  # added, because styles are played at other tempi too
OCTAVES_TO_UNUSUAL: Final = 1 / 8  # beside a style's tempi, over which it halves how usual one is
MIDDLE_BPM: Final = 115.0  # most usual of all
FROM_MIDDLE_WEIGHT: Final = 0.8  # for each octave squared
SELDOM_BARS: Final = -1.5  # log of how much rarer 3, 6, 12 … bars are
HARDLY_EVER_BARS: Final = -2.5
NO_WHOLE_BARS: Final = -3.5  # of a recording that is no loop
PULSE_WEIGHT: Final = 0.5  # of the log of the strokes' pulse
LEAST_PULSE: Final = 0.04  # added
CLEAR_PULSE: Final = 0.06  # with which a tempo needs no network
OCTAVES_HZ: Final = (1, 2, 4, 8)  # of the strokes' pulse
LEAST_FAMILY: Final = 0.1  # probability of a tempo, its half and double, under which it is none
DRIFT_BEATS: Final = 0.2  # that the strokes may be off at the end, if the length is whole bars
MOST_TRIED: Final = 8  # best candidates whose strokes are looked at
NAMED_STYLE: Final = 0.3  # weight of the style that a person names against the one that is heard

Floats = NDArray[np.float64]
TempoRanges = Mapping[str, tuple[float, float]]  # usual tempi [BPM] of styles


@dataclass(frozen=True)
class LoopEvidence:
    """What tells the tempo: probabilities `(n_tempi,)`, onsets `(3, n_frames)`, usual tempi.

    `usual` are ranges of tempi [BPM], each with its weight; they may be none.
    """

    probabilities: Floats
    onsets: NDArray[np.float32]
    usual: Sequence[tuple[tuple[float, float], float]]


def styles_to_usual(
    named: str, heard: Mapping[str, float], ranges: TempoRanges
) -> list[tuple[tuple[float, float], float]]:
    """Weigh the usual tempi of the style that was named, in any case, and of those heard."""
    by_name = {style.lower(): tempi for style, tempi in ranges.items()}
    usual = [(ranges[style], share) for style, share in heard.items() if style in ranges]
    if tempi := by_name.get(named.lower()):
        usual = [(range_, share * (1 - NAMED_STYLE)) for range_, share in usual]
        usual.append((tempi, NAMED_STYLE))
    return usual


def recording_to_bpm(
    tempo: Tempo, evidence: LoopEvidence, duration_s: float, beats_per_bar: float
) -> float:
    """Choose the tempo [BPM] of a recording: one of whole bars, or one that was measured."""
    measured = tempo_to_usual_octave(tempo, evidence)
    least = NO_WHOLE_BARS + tempi_to_scores(np.array([measured]), evidence)[0]
    bars, tempi = whole_bars(duration_s, beats_per_bar)
    scores = tempi_to_scores(tempi, evidence) + _bars_to_scores(bars)
    likely = [place for place in np.argsort(-scores)[:MOST_TRIED] if scores[place] > least]
    for place in likely:
        n_beats = bars[place] * beats_per_bar
        if _is_kept(float(tempi[place]), float(n_beats), evidence):
            return float(tempi[place])
    return measured


def tempo_to_usual_octave(tempo: Tempo, evidence: LoopEvidence) -> float:
    """Choose a measured tempo [BPM], its half or double, within the beats' range."""
    octaves = np.array([tempo.bpm * ratio for ratio in (0.25, 0.5, 1, 2)])
    octaves = octaves[(octaves >= SLOWEST_BPM) & (octaves <= FASTEST_BPM)]
    return float(octaves[tempi_to_scores(octaves, evidence).argmax()])


def whole_bars(duration_s: float, beats_per_bar: float) -> tuple[NDArray[np.intp], Floats]:
    """List the numbers of bars that a recording may have, and its tempo with each [BPM]."""
    a_bar_bpm = beats_per_bar * 60 / duration_s
    bars = np.arange(np.ceil(SLOWEST_BPM / a_bar_bpm), FASTEST_BPM // a_bar_bpm + 1).astype(np.intp)
    bars = bars[bars > 0]
    return bars, bars.astype(np.float64) * a_bar_bpm


def tempi_to_scores(tempi: Floats, evidence: LoopEvidence) -> Floats:
    """Weigh tempi [BPM] by network and use, before any length: logs, float64 `(n,)`."""
    probable = NETWORK_WEIGHT * np.log(_probabilities(tempi, evidence) + LEAST_PROBABILITY)
    usual = np.full(len(tempi), LEAST_USUAL)
    for (slowest, fastest), weight in evidence.usual:
        beside = np.maximum(np.log2(slowest / tempi), np.log2(tempi / fastest))
        usual += weight * 2 ** (-np.maximum(beside, 0) / OCTAVES_TO_UNUSUAL)
    middle = FROM_MIDDLE_WEIGHT * np.log2(tempi / MIDDLE_BPM) ** 2
    pulse = PULSE_WEIGHT * np.log(tempi_to_pulse(tempi, evidence.onsets) + LEAST_PULSE)
    return np.asarray(probable + np.log(usual) - middle + pulse)


def tempi_to_pulse(tempi: Floats, onsets: NDArray[np.float32]) -> Floats:
    """Measure how much of the strokes is in time with tempi [BPM], of any octave: `(n,)`, 0–1.

    `onsets` is `(3, n_frames)`; 1 is one sine a band, and strokes have 0.04 to 0.4.
    """
    centred = onsets - onsets.mean(axis=1, keepdims=True, dtype=np.float64)
    power = np.square(centred).sum(axis=1) * centred.shape[1] + np.finfo(np.float32).tiny
    slowest = tempi / 60 / 2 ** np.floor(np.log2(tempi / 60))  # [Hz] from 1 to 2
    turns = np.multiply.outer(slowest, OCTAVES_HZ)[..., None] / ONSET_RATE_HZ
    waves = np.exp(-2j * np.pi * turns * np.arange(centred.shape[1]))
    return np.asarray((np.square(np.abs(waves @ centred.T)) * 2 / power).sum(axis=1).mean(axis=-1))


def _bars_to_scores(bars: NDArray[np.intp]) -> Floats:
    """Weigh numbers of bars by how people cut loops: logs, float64 `(n,)`."""
    odd = bars // (bars & -bars)  # what is left without its factors of two
    return np.where(odd == 1, 0.0, np.where(odd == 3, SELDOM_BARS, HARDLY_EVER_BARS))  # noqa: PLR2004  # three times a power of two


def _probabilities(tempi: Floats, evidence: LoopEvidence) -> Floats:
    """Read the network's probabilities within 4 % of tempi [BPM], `(n,)`; 0 past its range."""
    within = within_tolerance(evidence.probabilities)
    known = np.log(candidate_tempi())
    return np.interp(np.log(tempi), known, within, left=0, right=0)


def _is_kept(bpm: float, n_beats: float, evidence: LoopEvidence) -> bool:
    """Tell whether the network or a clear pulse has a tempo or an octave of it, and it is kept."""
    family = _probabilities(np.array([bpm / 2, bpm, bpm * 2]), evidence).sum()
    is_heard = family >= LEAST_FAMILY
    is_heard |= tempi_to_pulse(np.array([bpm]), evidence.onsets)[0] >= CLEAR_PULSE
    drift = abs(bpm_to_refined(bpm, evidence.onsets) / bpm - 1) * n_beats
    return bool(is_heard and drift <= DRIFT_BEATS)
