"""Waveform → energy 0–1, with the three measurements that it is made of.

Energy = 0.5 · loudness + 0.3 · onset rate + 0.2 · brightness, each brought to 0–1 between the
limits below and cut off there (own choice; `docs/analysis.md` defines it for users).

- Loudness: integrated, ITU-R BS.1770-4, in LUFS (`beat_service.analysis.loudness`).
  Of all channels: measured on the mono mix, and what the channels have more of power than the mix
  is added, which is 3 dB where two channels have the same and 6 dB where they have nothing in
  common.
- Onset rate: notes and beats per second, through librosa's peak picker.
- Brightness: median spectral centroid in Hz, through librosa.
"""

from dataclasses import dataclass
from typing import Final

import librosa
import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.blocks import waveform_to_blocks
from beat_service.analysis.loudness import waveform_to_loudness_lufs
from beat_service.analysis.onsets import ONSET_HOP
from music_genre.audio.constants import N_FFT, SAMPLE_RATE_HZ
from music_genre.stages import stage

LOUDNESS_LUFS: Final = (-36.0, -6.0)
ONSET_RATE_HZ_LIMITS: Final = (0.0, 8.0)
BRIGHTNESS_HZ: Final = (500.0, 4500.0)  # between these the scale is logarithmic
WEIGHTS: Final = (0.5, 0.3, 0.2)  # parts of the energy, in the order above
STRONG: Final = 0.98  # quantile of the onset strength that counts as 1
CENTROID_HOP: Final = 1024  # [samples]


@dataclass(frozen=True)
class EnergyPart:
    """A measurement in its own unit and as 0–1."""

    measured: float
    level: float


@dataclass(frozen=True)
class Energy:
    """Energy 0–1 and its parts: loudness [LUFS], onset rate [1/s], brightness [Hz]."""

    energy: float
    loudness_lufs: EnergyPart
    onset_rate_hz: EnergyPart
    brightness_hz: EnergyPart


@stage("traits")
def waveform_to_energy(
    waveform: NDArray[np.float32], onsets: NDArray[np.float32], channels_power: float
) -> Energy:
    """Measure the energy of a waveform, `(n_samples,)` at 22 050 Hz, that is not silent.

    `onsets` is `(n_bands, n_frames)` from `beat_service.analysis.onsets`; `channels_power` is the
    power of all channels of the file, in that of the waveform.
    """
    loudness = waveform_to_loudness_lufs(waveform, channels_power)
    onset_rate = onsets_to_rate_hz(onsets)
    brightness = waveform_to_brightness_hz(waveform)
    low_hz, high_hz = np.log(BRIGHTNESS_HZ)
    parts = (
        EnergyPart(loudness, to_level(loudness, *LOUDNESS_LUFS)),
        EnergyPart(onset_rate, to_level(onset_rate, *ONSET_RATE_HZ_LIMITS)),
        EnergyPart(brightness, to_level(float(np.log(max(brightness, 1))), low_hz, high_hz)),
    )
    energy = sum(weight * part.level for weight, part in zip(WEIGHTS, parts, strict=True))
    return Energy(energy, *parts)


def to_level(measured: float, low: float, high: float) -> float:
    """Bring a measurement to 0 at `low` and under, 1 at `high` and over, straight between."""
    return float(np.clip((measured - low) / (high - low), 0, 1))


def onsets_to_rate_hz(onsets: NDArray[np.float32]) -> float:
    """Count the onsets per second in all bands of `(n_bands, n_frames)` together.

    Their strength is measured by `STRONG`, because that of the strongest alone moves with codecs
    and with where a file begins.
    """
    curve = onsets.sum(axis=0)
    strong = float(np.quantile(curve, STRONG)) or float(curve.max())
    if not strong:
        return 0.0
    found = librosa.onset.onset_detect(
        onset_envelope=np.minimum(curve / strong, 1),
        sr=SAMPLE_RATE_HZ,
        hop_length=ONSET_HOP,
        units="frames",
        normalize=False,
    )
    return len(found) / (len(curve) * ONSET_HOP / SAMPLE_RATE_HZ)


def waveform_to_brightness_hz(waveform: NDArray[np.float32]) -> float:
    """Measure the median spectral centroid of `(n_samples,)` at 22 050 Hz [Hz]."""
    centroids = [
        librosa.feature.spectral_centroid(
            y=block, sr=SAMPLE_RATE_HZ, n_fft=N_FFT, hop_length=CENTROID_HOP, center=False
        )
        for block in waveform_to_blocks(waveform, N_FFT, CENTROID_HOP)
    ]
    return float(np.median(np.concatenate(centroids, axis=1)))
