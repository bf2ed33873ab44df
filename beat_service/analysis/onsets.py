"""Waveform → how strongly something begins, at every moment, in a low, a mid and a high band.

Spectral flux of librosa's mel spectrogram, at 11.6 ms: fine enough for swing, which the 77 ms
columns of the tempo network are not.
Source: Böck and Widmer, "Maximum filter vibrato suppression for onset detection", 2013, as
`librosa.onset.onset_strength_multi` has it.
"""

from typing import Final

import librosa
import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.blocks import waveform_to_blocks
from music_genre.audio.constants import MEL_MAX_HZ, SAMPLE_RATE_HZ
from music_genre.stages import stage

ONSET_HOP: Final = 256  # [samples]
ONSET_N_FFT: Final = 1024  # [samples]
ONSET_RATE_HZ: Final = SAMPLE_RATE_HZ / ONSET_HOP
ONSET_MELS: Final = 48  # [mel bands]
LOW_BELOW_HZ: Final = 200.0  # kick and bass
HIGH_ABOVE_HZ: Final = 4000.0  # hats and cymbals


@stage("features")
def waveform_to_levels(waveform: NDArray[np.float32]) -> NDArray[np.float32]:
    """Measure the level in each mel band, float32 `(48, n_frames)` at `ONSET_RATE_HZ`.

    In dB, 0 the loudest of all and −80 the floor; `waveform` is float32 `(n_samples,)` at
    22 050 Hz, ±1.
    """
    powers = [
        librosa.feature.melspectrogram(
            y=block,
            sr=SAMPLE_RATE_HZ,
            n_fft=ONSET_N_FFT,
            hop_length=ONSET_HOP,
            n_mels=ONSET_MELS,
            center=False,
        )
        for block in waveform_to_blocks(waveform, ONSET_N_FFT, ONSET_HOP)
    ]
    power = np.concatenate(powers, axis=1)
    return np.asarray(librosa.power_to_db(power, ref=np.max), np.float32)


@stage("features")
def levels_to_onsets(levels_db: NDArray[np.float32]) -> NDArray[np.float32]:
    """Measure the onset strength in each band, float32 `(3, n_frames)` at `ONSET_RATE_HZ`.

    It is the mean rise of level [dB per frame], not negative, of levels `(48, n_frames)`.
    """
    centres_hz = librosa.mel_frequencies(n_mels=ONSET_MELS + 2, fmin=0, fmax=MEL_MAX_HZ)[1:-1]
    edges = np.searchsorted(centres_hz, (0, LOW_BELOW_HZ, HIGH_ABOVE_HZ, MEL_MAX_HZ))
    strength = librosa.onset.onset_strength_multi(
        S=levels_db,
        sr=SAMPLE_RATE_HZ,
        n_fft=ONSET_N_FFT,
        hop_length=ONSET_HOP,
        channels=edges.tolist(),
    )
    return np.asarray(strength, np.float32)


def waveform_to_onsets(waveform: NDArray[np.float32]) -> NDArray[np.float32]:
    """Measure the onset strength in each band, float32 `(3, n_frames)`, of a waveform as above."""
    return levels_to_onsets(waveform_to_levels(waveform))
