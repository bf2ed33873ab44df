"""How well a beat of the catalogue goes with a track: tempo, rhythm and energy, each 0–1.

Own choices, all of them: what people who lay a beat under a song look at first, in that order.
A part that is not known (a track without a whole bar, a beat that was never analysed) is left out
and the others weigh more.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from beat_service.analysis.analysed_patterns import facts_to_onset_pattern
from beat_service.analysis.pattern_match import OnsetPattern, onset_patterns_to_similarity
from beat_service.analysis.traits import Traits
from beat_service.catalogue.tables import Beat
from music_genre.webapi.beat_body import BPM_DIGITS, Played

# Half and double time are musical, but not what was asked for.
SPEEDS: Final[tuple[tuple[Played, float, float], ...]] = (
    ("same", 1.0, 1.0),
    ("half", 0.5, 0.9),
    ("double", 2.0, 0.9),
)
HALVES_EVERY: Final = 0.06  # ratio of tempi that halves the fit; a turntable moves this far
TEMPO_WEIGHT: Final = 0.5
RHYTHM_WEIGHT: Final = 0.3
ENERGY_WEIGHT: Final = 0.2


@dataclass(frozen=True)
class TempoFit:
    """Both tempi [BPM], the beat's as it is played, and what that is to the track's."""

    track_bpm: float
    bpm: float
    played: Played
    fit: float


@dataclass(frozen=True)
class Fit:
    """Each part and all together, 0–1; a part is None where it is not known."""

    tempo: TempoFit
    rhythm: float | None
    energy: float | None
    together: float


def beat_to_fit(beat: Beat, traits: Traits) -> Fit:
    """Rate how well a beat of the catalogue goes with the traits of a track."""
    tempo = tempo_to_fit(traits.tempo.bpm, beat.slowest_bpm, beat.fastest_bpm)
    rhythm = _rhythm_fit(beat, traits.rhythm.onset_pattern)
    measured = beat.traits.get("energy")
    energy = None if measured is None else 1 - abs(float(measured) - traits.energy.energy)
    parts = ((TEMPO_WEIGHT, tempo.fit), (RHYTHM_WEIGHT, rhythm), (ENERGY_WEIGHT, energy))
    known = [(weight, part) for weight, part in parts if part is not None]
    together = sum(weight * part for weight, part in known) / sum(weight for weight, _ in known)
    return Fit(tempo, rhythm, energy, together)


def tempo_to_fit(track_bpm: float, slowest_bpm: float, fastest_bpm: float) -> TempoFit:
    """Choose the best of the track's tempo, half and double within the beat's range [BPM].

    Where none is inside, the nearest end: 1 falls by half for every 6 % that are missing.
    """
    fits = []
    for played, ratio, worth in SPEEDS:
        wanted = track_bpm * ratio
        # Rounding must not lead out of the range: the beat's sound is asked for at this tempo.
        bpm = float(np.clip(round(wanted, BPM_DIGITS), slowest_bpm, fastest_bpm))
        missing = abs(np.log2(bpm / wanted)) / np.log2(1 + HALVES_EVERY)
        fits.append(TempoFit(track_bpm, bpm, played, float(worth * 2**-missing)))
    return max(fits, key=lambda fit: fit.fit)


def _rhythm_fit(beat: Beat, of_track: OnsetPattern | None) -> float | None:
    """Compare the onset patterns of beat and track, 0 … 1; None where either is not known."""
    of_beat = facts_to_onset_pattern(beat.traits)
    if of_beat is None or of_track is None:
        return None
    return onset_patterns_to_similarity(of_beat, of_track)
