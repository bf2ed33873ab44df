"""Waveform of a beat that is added → what the catalogue keeps of it.

The same analysis as `/analyze`; the length of a loop corrects its tempo (`upload.length_to_tempo`).
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.analysis_model import AnalysisModel
from beat_service.analysis.energy import Energy
from beat_service.analysis.traits import waveform_to_traits
from beat_service.catalogue.upload import Analyse, BeatTraits
from beat_service.drums.pattern import FASTEST_BPM, SLOWEST_BPM
from beat_service.styles.style_model import StyleModel
from music_genre.audio.errors import SilentAudioError
from music_genre.webapi.beat_body import BANDS

OCTAVE: Final = 2.0  # ratio of tempi that are counted at double speed
DIGITS: Final = 3  # after the point, of what is kept
LEAST_SHARE: Final = 0.01  # probability under which a style is not kept


def model_to_analyse(model: AnalysisModel, styles: StyleModel) -> Analyse:
    """Make the analysis that the catalogue asks for, by both models."""

    def analyse(waveform: NDArray[np.float32]) -> BeatTraits:
        return waveform_to_beat_traits(waveform, model, styles)

    return analyse


def waveform_to_beat_traits(
    waveform: NDArray[np.float32], model: AnalysisModel, styles: StyleModel
) -> BeatTraits:
    """Measure tempo [BPM], within the beats' range, and key of float32 `(n_samples,)` at 22 050 Hz.

    The facts are what a recommendation asks for: energy, onset pattern, probability of each style.

    Raises `SilentAudioError`.
    """
    traits = waveform_to_traits(waveform, 1, model)
    if traits is None:
        raise SilentAudioError
    bpm = traits.tempo.bpm
    while bpm < SLOWEST_BPM:
        bpm *= OCTAVE
    while bpm > FASTEST_BPM:
        bpm /= OCTAVE
    key = f"{traits.key.first.tonic} {traits.key.first.mode}" if traits.key.clear else None
    shares = zip(styles.styles, styles.waveform_to_probabilities(waveform).tolist(), strict=True)
    facts = traits_to_facts(traits.energy, traits.rhythm.onset_pattern)
    likely = {style: round(share, DIGITS) for style, share in shares if share >= LEAST_SHARE}
    return BeatTraits(bpm, key, facts | {"styles": likely})


def traits_to_facts(energy: Energy, onset_pattern: NDArray[np.float64] | None) -> dict[str, Any]:
    """Round a beat's energy and onset pattern, `(3, 16)`, to what the catalogue keeps: JSON."""
    facts: dict[str, Any] = {"energy": round(energy.energy, DIGITS)}
    if onset_pattern is not None:
        facts["steps"] = dict(zip(BANDS, onset_pattern.round(DIGITS).tolist(), strict=True))
    return facts
