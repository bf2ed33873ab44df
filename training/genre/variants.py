"""What happens to music on its way to a listener, done to waveforms: for measuring robustness.

Every variant is a function of a waveform, float32 `(n,)` at 22 050 Hz, full scale ±1, to another of
the same rate; that of noise may go over full scale.
"""

import io
from collections.abc import Callable
from typing import Final

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray
from scipy.signal import butter, sosfiltfilt

from music_genre.audio.constants import SAMPLE_RATE_HZ

Floats = NDArray[np.float32]

MP3_64_KBIT: Final = 0.6  # libsndfile's compression level for 64 kbit/s at 22 050 Hz mono
TELEPHONE_RATE_HZ: Final = 8_000
TELEPHONE_BAND_HZ: Final = (300.0, 3_400.0)
GAIN_DB: Final = -12.0
NOISE_SNR_DB: Final = 20.0
NOISE_SEED: Final = 0


def unchanged(waveform: Floats) -> Floats:
    """Return the waveform, float32 `(n,)`, as it is."""
    return waveform


def through_mp3(waveform: Floats) -> Floats:
    """Code as MP3 at 64 kbit/s and decode again; float32 `(n,)`, as long as before."""
    coded = io.BytesIO()
    soundfile.write(
        coded,
        waveform,
        SAMPLE_RATE_HZ,
        format="MP3",
        compression_level=MP3_64_KBIT,
        bitrate_mode="CONSTANT",
    )
    coded.seek(0)
    return np.asarray(soundfile.read(coded, dtype="float32")[0])


def through_telephone(waveform: Floats) -> Floats:
    """Limit to 300–3400 Hz, through 8 kHz; float32 `(n,)`, give or take a sample."""
    narrow = soxr.resample(waveform, SAMPLE_RATE_HZ, TELEPHONE_RATE_HZ)
    band = butter(4, TELEPHONE_BAND_HZ, "bandpass", fs=TELEPHONE_RATE_HZ, output="sos")
    filtered = sosfiltfilt(band, narrow).astype(np.float32)
    return np.asarray(soxr.resample(filtered, TELEPHONE_RATE_HZ, SAMPLE_RATE_HZ), np.float32)


def quieter(waveform: Floats) -> Floats:
    """Turn the waveform 12 dB down; float32 `(n,)`."""
    return (waveform * 10 ** (GAIN_DB / 20)).astype(np.float32)


def with_noise(waveform: Floats) -> Floats:
    """Add white noise 20 dB under the music, the same every time; float32 `(n,)`."""
    level = float(waveform.std()) * 10 ** (-NOISE_SNR_DB / 20)
    noise = np.random.default_rng(NOISE_SEED).normal(0, level, len(waveform))
    return (waveform + noise).astype(np.float32)


def excerpt(duration_s: float) -> Callable[[Floats], Floats]:
    """Make the variant that cuts out the middle `duration_s` [s], or keeps a shorter clip whole."""

    def middle(waveform: Floats) -> Floats:
        n_samples = round(duration_s * SAMPLE_RATE_HZ)
        start = max(0, (len(waveform) - n_samples) // 2)
        return waveform[start : start + n_samples]

    return middle


VARIANTS: Final[dict[str, Callable[[Floats], Floats]]] = {
    "as it is": unchanged,
    "MP3, 64 kbit/s": through_mp3,
    "telephone, 8 kHz": through_telephone,
    "12 dB quieter": quieter,
    "noise at 20 dB": with_noise,
    "10 s excerpt": excerpt(10),
    "5 s excerpt": excerpt(5),
}
