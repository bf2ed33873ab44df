"""Waveform of a beat that is added → what the catalogue keeps of it.

The same analysis as `/analyze`; the length of a loop corrects its tempo
(`uploaded_beat.length_to_tempo`).
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

OCTAVE: Final = 2.0
DIGITS: Final = 3
LEAST_SHARE: Final = 0.01  # of a style, under which it is not kept


def model_to_analyse(model: AnalysisModel, styles: StyleModel) -> Analyse:
    """The analysis that the catalogue asks for, by both models."""

    def analyse(waveform: NDArray[np.float32]) -> BeatTraits:
        return waveform_to_beat_traits(waveform, model, styles)

    return analyse


def waveform_to_beat_traits(
    waveform: NDArray[np.float32], model: AnalysisModel, styles: StyleModel
) -> BeatTraits:
    """Tempo [BPM] within what beats can have, and key, of float32 `(n_samples,)` at 22 050 Hz.

    The facts are what a recommendation asks for: energy, steps, and how probable each style is.

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
    heard = zip(styles.styles, styles.waveform_to_probabilities(waveform).tolist(), strict=True)
    facts = traits_to_facts(traits.energy, traits.rhythm.steps)
    likely = {style: round(share, DIGITS) for style, share in heard if share >= LEAST_SHARE}
    return BeatTraits(bpm, key, facts | {"styles": likely})


def traits_to_facts(energy: Energy, steps: NDArray[np.float64] | None) -> dict[str, Any]:
    """What the catalogue keeps of a beat's energy and mean bar, float `(3, 16)`; JSON."""
    facts: dict[str, Any] = {"energy": round(energy.energy, DIGITS)}
    if steps is not None:
        facts["steps"] = dict(zip(BANDS, steps.round(DIGITS).tolist(), strict=True))
    return facts
