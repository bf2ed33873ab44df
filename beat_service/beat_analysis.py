"""Waveform of a beat that is added → what the base keeps of it.

The same analysis as `/analyze`; the length of a loop corrects its tempo
(`uploaded_beat.length_to_tempo`).
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.errors import SilentAudioError
from beat_service.beat_description import FASTEST_BPM, SLOWEST_BPM
from beat_service.scorer import AnalysisModel
from beat_service.traits import waveform_to_sound
from beat_service.uploaded_beat import Analyse, BeatTraits

OCTAVE: Final = 2.0


def model_to_analyse(model: AnalysisModel) -> Analyse:
    """The analysis that the base asks for, by the networks in `model`."""

    def analyse(waveform: NDArray[np.float32]) -> BeatTraits:
        return waveform_to_traits(waveform, model)

    return analyse


def waveform_to_traits(waveform: NDArray[np.float32], model: AnalysisModel) -> BeatTraits:
    """Tempo [BPM] within what beats can have, and key, of float32 `(n_samples,)` at 22 050 Hz.

    Raises `SilentAudioError`.
    """
    sound = waveform_to_sound(waveform, 1, model)
    if sound is None:
        raise SilentAudioError
    bpm = sound.tempo.bpm
    while bpm < SLOWEST_BPM:
        bpm *= OCTAVE
    while bpm > FASTEST_BPM:
        bpm /= OCTAVE
    key = f"{sound.key.first.tonic} {sound.key.first.mode}" if sound.key.clear else None
    return BeatTraits(bpm, key, {"energy": round(sound.energy.energy, 3)})
