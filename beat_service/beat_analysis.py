"""Waveform of a beat that is added → its tempo.

Source: librosa's tempogram; the length of a loop corrects it (`uploaded_beat.length_to_tempo`).
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.constants import HOP_LENGTH, SAMPLE_RATE_HZ
from beat_service.beat_description import FASTEST_BPM, SLOWEST_BPM
from beat_service.uploaded_beat import BeatTraits

OCTAVE: Final = 2.0


def waveform_to_traits(waveform: NDArray[np.float32]) -> BeatTraits:
    """Tempo [BPM] of float32 `(n_samples,)` at the project's rate, within what beats can have."""
    import librosa

    found = librosa.feature.tempo(y=waveform, sr=SAMPLE_RATE_HZ, hop_length=HOP_LENGTH)
    bpm = float(found[0]) or SLOWEST_BPM
    while bpm < SLOWEST_BPM:
        bpm *= OCTAVE
    while bpm > FASTEST_BPM:
        bpm /= OCTAVE
    return BeatTraits(bpm)
