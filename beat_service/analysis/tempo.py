"""Log-mels and onsets → tempo, with the doubt that belongs to it.

Conventions: beats per minute; a candidate is right within 4 % (MIREX). An *octave error* is the
right pulse counted at half or double speed: listeners disagree here too, so candidates at half
and double tempo are always in the answer, each with its own probability.

A network scores 185 tempi from 36 to 300 bpm (`beat_service.analysis.tempogram`); a candidate's
score is the probability of all tempi within 4 % of it, and the best such score is chosen: it is
what counts as right. The last digits come from the onsets themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.analysis_model import Scorer
from beat_service.analysis.beat_tracking import pulse_to_chain
from beat_service.analysis.onsets import ONSET_RATE_HZ
from beat_service.analysis.pulse_model import Pulse
from beat_service.analysis.tempogram import (
    BINS_PER_OCTAVE,
    HIGHEST_BPM,
    LOWEST_BPM,
    candidate_tempi,
    log_mel_to_tempo_features,
)
from music_genre.audio.constants import WINDOW_S
from music_genre.audio.scores import scores_to_probabilities
from music_genre.stages import stage
from music_genre.webapi.beat_body import Relation

TOLERANCE: Final = 0.04  # ratio of tempi that count as the same
TOLERANCE_BINS: Final = round(float(np.log2(1 + TOLERANCE)) * BINS_PER_OCTAVE)
TINY: Final = 1e-12  # keeps the sum of weights from being zero
N_CANDIDATES: Final = 5
LEAST_SCORE: Final = 0.01  # probability under which a candidate is not worth a line
RELATIONS: Final[tuple[tuple[Relation, float], ...]] = (
    ("half", 1 / 2),
    ("double", 2.0),
    ("third", 1 / 3),
    ("triple", 3.0),
)
FREE_BELOW: Final = 0.5  # probability, under which the tempo is more likely wrong than right
RANGE_SHARE: Final = 0.8  # of the probability that the range of a tempo holds
PULSE_WEIGHT: Final = 25.0  # [1/(log likelihood per frame)] of the beats beside the network
PULSE_LONGEST_S: Final = 60.0  # of a long track's pulse, its middle
PULSE_CANDIDATES: Final = 4  # tempi whose beats are tracked, and the octaves of the first two
REFINED_WITHIN: Final = 0.02  # ratio to the chosen tempo, on either side
REFINED_STEPS: Final = 161  # tempi that are compared, 0.025 % apart
REFINED_HARMONICS: Final = (1, 2, 4)  # beats, eighths and sixteenths


@dataclass(frozen=True)
class TempoCandidate:
    """A possible tempo, its probability 0–1, and what it is to the chosen one."""

    bpm: float
    score: float
    relation: Relation


@dataclass(frozen=True)
class Tempo:
    """The chosen tempo; `confidence` is the probability that it is right within 4 %.

    `range_bpm` are the tempi between which four fifths of the probability lie; `is_told` where a
    person chose it.
    """

    bpm: float
    confidence: float
    candidates: Sequence[TempoCandidate]
    range_bpm: tuple[float, float] = (LOWEST_BPM, HIGHEST_BPM)
    is_told: bool = False

    @property
    def is_free(self) -> bool:
        """Tell whether no tempo was told, or heard that is more likely right than wrong."""
        return not self.is_told and self.confidence < FREE_BELOW


def log_mels_to_tempo_scores(
    log_mels: Sequence[NDArray[np.float32]], durations_s: Sequence[float], scorer: Scorer
) -> NDArray[np.float32]:
    """Score every candidate tempo, float32 `(n_tempi,)`, uncalibrated.

    Mean over windows, at least one, weighted by duration; the log-mel of each, in dB, is float32
    `(n_mels, n_columns)`.
    """
    scores = [scorer(log_mel_to_tempo_features(log_mel))[:, 0] for log_mel in log_mels]
    return np.average(scores, axis=0, weights=durations_s).astype(np.float32)


@stage("traits")
def scores_to_tempo(
    scores: NDArray[np.float32],
    temperature: float,
    onsets: NDArray[np.float32],
    pulse: Pulse,
    told_bpm: float | None = None,
) -> Tempo:
    """Choose the best tempo and its rivals by scores, float32 `(n_tempi,)`, and by the pulse.

    `onsets` is `(n_bands, n_frames)` at `ONSET_RATE_HZ`. A tempo that somebody told stands; only
    its last digits come from the onsets, too.
    """
    by_network = scores_to_probabilities(scores, temperature)
    return probabilities_to_tempo(weighed_by_pulse(by_network, pulse), onsets, told_bpm)


def weighed_by_pulse(probabilities: NDArray[np.float64], pulse: Pulse) -> NDArray[np.float64]:
    """Weigh probabilities of tempi, `(n_tempi,)`, by how likely the beats are at each: same, sum 1.

    Beats are tracked at the likeliest tempi and at their half and double; those near one of these
    share its weight, all others have the least.
    """
    spare = max(0, len(pulse.beat) - round(PULSE_LONGEST_S * ONSET_RATE_HZ))
    beat = pulse.beat[spare // 2 : len(pulse.beat) - (spare - spare // 2)]
    bpms = _likely_tempi(probabilities)
    gains = np.array([pulse_to_chain(beat, 60 * ONSET_RATE_HZ / bpm).gain for bpm in bpms])
    weights = np.exp(PULSE_WEIGHT * (gains - gains.max()) / len(beat))
    distances = np.abs(np.log(candidate_tempi()[:, None] / bpms))
    of_nearest = weights[distances.argmin(axis=1)]
    near = distances.min(axis=1) <= 2 * TOLERANCE
    weighed = probabilities * np.where(near, of_nearest, weights.min())
    return np.asarray(weighed / weighed.sum(), np.float64)


def _likely_tempi(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """List the likeliest tempi, and half and double of the first two, those that exist [BPM]."""
    within = within_tolerance(probabilities)
    bpms: list[float] = []
    for place in np.argsort(-within):
        if len(bpms) == PULSE_CANDIDATES or (bpms and within[place] < 2 * LEAST_SCORE):
            break
        _add_if_new(bpms, bin_to_bpm(probabilities, int(place)))
    for bpm in bpms[:2]:
        for octave in (bpm / 2, 2 * bpm):
            if LOWEST_BPM <= octave <= HIGHEST_BPM:
                _add_if_new(bpms, octave)
    return np.array(bpms)


def _add_if_new(bpms: list[float], bpm: float) -> None:
    if all(abs(np.log(bpm / other)) > 2 * TOLERANCE for other in bpms):
        bpms.append(bpm)


def probabilities_to_tempo(
    probabilities: NDArray[np.float64],
    onsets: NDArray[np.float32],
    told_bpm: float | None = None,
) -> Tempo:
    """Choose the best tempo and its rivals by probabilities, float64 `(n_tempi,)`, sum 1."""
    within = within_tolerance(probabilities)
    bpm = bpm_to_refined(told_bpm or probabilities_to_bpm(probabilities), onsets)
    score = float(min(within.max(), 1)) if told_bpm is None else _score_at(within, bpm)
    chosen = TempoCandidate(bpm, score, "chosen")
    related = [
        TempoCandidate(bpm * ratio, _score_at(within, bpm * ratio), relation)
        for relation, ratio in RELATIONS
    ]
    shown = [c for c in related if c.relation in {"half", "double"} or c.score >= LEAST_SCORE]
    others = _other_candidates(within, [chosen, *related])
    rivals = sorted([*shown, *others], key=lambda candidate: -candidate.score)
    range_bpm = probabilities_to_range(probabilities)
    return Tempo(bpm, chosen.score, [chosen, *rivals], range_bpm, told_bpm is not None)


def within_tolerance(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up the probabilities of all tempi within 4 % of each one, float64 `(n_tempi,)`."""
    window = np.ones(2 * TOLERANCE_BINS + 1)
    return np.convolve(probabilities, window, "same")


def probabilities_to_bpm(probabilities: NDArray[np.float64]) -> float:
    """Choose a tempo by probabilities, `(n_tempi,)`, before the onsets refine it [BPM]."""
    return bin_to_bpm(probabilities, int(within_tolerance(probabilities).argmax()))


def probabilities_to_range(probabilities: NDArray[np.float64]) -> tuple[float, float]:
    """Find the tempi between which `RANGE_SHARE` of the probability lies, as much on either side.

    `probabilities` is `(n_tempi,)`, sum 1; the tempi rise [BPM].
    """
    beside = (1 - RANGE_SHARE) / 2
    below = np.cumsum(probabilities) / probabilities.sum()
    low, high = np.searchsorted(below, (beside, 1 - beside))
    return float(candidate_tempi()[low]), float(candidate_tempi()[high])


def bin_to_bpm(probabilities: NDArray[np.float64], best: int) -> float:
    """Average the tempi within 4 % of bin `best`, weighted by probability [BPM]."""
    near = slice(max(best - TOLERANCE_BINS, 0), best + TOLERANCE_BINS + 1)
    octaves = np.average(np.log2(candidate_tempi()[near]), weights=probabilities[near] + TINY)
    return float(2**octaves)


def _score_at(within: NDArray[np.float64], bpm: float) -> float:
    """Read the probability 0 … 1 within 4 % of a tempo; 0 where no candidate is near."""
    tempi = candidate_tempi()
    if not tempi[0] / (1 + TOLERANCE) <= bpm <= tempi[-1] * (1 + TOLERANCE):
        return 0.0
    return float(min(within[np.abs(np.log(tempi / bpm)).argmin()], 1))


def _other_candidates(
    within: NDArray[np.float64], known: Sequence[TempoCandidate]
) -> list[TempoCandidate]:
    """Choose the strongest peaks that none of the known candidates stands for."""
    taken = [candidate.bpm for candidate in known]
    others: list[TempoCandidate] = []
    for place in np.argsort(-within):
        bpm = float(candidate_tempi()[place])
        if within[place] < LEAST_SCORE or len(others) == N_CANDIDATES - len(RELATIONS) + 1:
            break
        if all(abs(np.log(bpm / other)) > 2 * TOLERANCE for other in taken):
            taken.append(bpm)
            others.append(TempoCandidate(bpm, float(within[place]), "other"))
    return others


def bpm_to_refined(bpm: float, onsets: NDArray[np.float32]) -> float:
    """Find the tempo within ±2 % whose beats and divisions fit `(n_bands, n_frames)` best [BPM]."""
    n_frames = onsets.shape[1]
    most = round(WINDOW_S * ONSET_RATE_HZ)  # of a long track, its middle
    start = max(0, (n_frames - most) // 2)
    curve = onsets[:, start : start + most].sum(axis=0)
    curve = curve - curve.mean()
    tempi = bpm * np.linspace(1 - REFINED_WITHIN, 1 + REFINED_WITHIN, REFINED_STEPS)
    time_s = np.arange(len(curve)) / ONSET_RATE_HZ
    fits = np.zeros(REFINED_STEPS)
    for harmonic in REFINED_HARMONICS:
        waves = np.exp(-2j * np.pi * harmonic / 60 * tempi[:, None] * time_s)
        fits += np.abs(waves @ curve)
    return float(tempi[fits.argmax()]) if fits.max() > 0 else bpm
