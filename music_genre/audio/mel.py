"""Window → log-mel spectrogram, only at the frames that the networks see.

Conventions: frames are centred, the signal is padded with zeros, window Hann (periodic), power
spectrum, 128 Slaney mel bands with area normalisation, `10·log10`, 0 dB is the loudest cell.
Agrees with `librosa.feature.melspectrogram` + `power_to_db(ref=np.max)` to 1e-3 dB (tested);
librosa itself stays out because its first call costs seconds.
Source: Slaney, Auditory Toolbox, 1998; librosa.filters.mel.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.fft import rfft
from scipy.sparse import csr_array

from music_genre.audio.constants import (
    DYNAMIC_RANGE_DB,
    HOP_LENGTH,
    MEL_MAX_HZ,
    MUSICNN_HOP_LENGTH,
    MUSICNN_N_FFT,
    MUSICNN_N_MELS,
    MUSICNN_RATE_HZ,
    N_FFT,
    N_MELS,
    POWER_FLOOR,
    SAMPLE_RATE_HZ,
)
from music_genre.stages import stage


@dataclass(frozen=True)
class FrontEnd:
    """The numbers of a mel spectrogram: rate [Hz], transform and hop [samples], mel bands."""

    sample_rate_hz: int
    n_fft: int
    hop_length: int
    n_mels: int


GENRE: Final = FrontEnd(SAMPLE_RATE_HZ, N_FFT, HOP_LENGTH, N_MELS)  # of all that is ours
MUSICNN: Final = FrontEnd(MUSICNN_RATE_HZ, MUSICNN_N_FFT, MUSICNN_HOP_LENGTH, MUSICNN_N_MELS)

KNEE_HZ: Final = 1000.0  # the scale is linear below and logarithmic above
LINEAR_HZ_PER_MEL: Final = 200 / 3
KNEE_MEL: Final = KNEE_HZ / LINEAR_HZ_PER_MEL
LOG_STEP: Final = math.log(6.4) / 27


def hz_to_mel(frequency_hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Convert Hz to Slaney's mel scale: linear to 1 kHz, logarithmic above."""
    linear = frequency_hz / LINEAR_HZ_PER_MEL
    octaves = np.log(np.maximum(frequency_hz, 1.0) / KNEE_HZ)
    return np.where(frequency_hz < KNEE_HZ, linear, KNEE_MEL + octaves / LOG_STEP)


def mel_to_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    """Convert mel to Hz, the inverse of `hz_to_mel`."""
    logarithmic = KNEE_HZ * np.exp((mel - KNEE_MEL) * LOG_STEP)
    return np.where(mel < KNEE_MEL, mel * LINEAR_HZ_PER_MEL, logarithmic)


@cache
def mel_filters(front_end: FrontEnd = GENRE) -> NDArray[np.float32]:
    """Make triangular mel filters of unit area, float32 `(n_mels, n_fft // 2 + 1)`, [1/Hz]."""
    bins_hz = np.fft.rfftfreq(front_end.n_fft, 1 / front_end.sample_rate_hz)
    top_mel = hz_to_mel(np.array([front_end.sample_rate_hz / 2]))[0]
    edges_hz = mel_to_hz(np.linspace(0, top_mel, front_end.n_mels + 2))
    widths_hz = np.diff(edges_hz)
    slopes = edges_hz[:, None] - bins_hz
    rising = -slopes[:-2] / widths_hz[:-1, None]
    falling = slopes[2:] / widths_hz[1:, None]
    triangles = np.maximum(0, np.minimum(rising, falling))
    area = 2 / (edges_hz[2:] - edges_hz[:-2])
    return (triangles * area[:, None]).astype(np.float32)


@cache
def _sparse_mel_filters(front_end: FrontEnd) -> csr_array:
    """Keep them as a sparse matrix: 2 % is not zero, no BLAS threads fight for the cores."""
    return csr_array(mel_filters(front_end))


@cache
def _hann(n_fft: int) -> NDArray[np.float32]:
    """Periodic Hann window, float32 `(n_fft,)`."""
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)).astype(np.float32)


def mel_band_edges_hz() -> NDArray[np.float64]:
    """Find where mel bands meet, float64 `(n_mels + 1,)`, [Hz], halfway in mel."""
    top_mel = hz_to_mel(np.array([MEL_MAX_HZ]))[0]
    return mel_to_hz((np.arange(N_MELS + 1) + 0.5) * top_mel / (N_MELS + 1))


def n_frames_of(n_samples: int, front_end: FrontEnd = GENRE) -> int:
    """Count the centred frames of a signal of `n_samples`."""
    return 1 + n_samples // front_end.hop_length


@stage("features")
def waveform_to_log_mel(
    samples: NDArray[np.float32], frames: NDArray[np.intp] | None = None
) -> NDArray[np.float32]:
    """Log-mel spectrogram of a window, float32 `(n_mels, n_frames)`, dB below its peak (−80 … 0).

    `samples` is float32 `(n,)` at 22 050 Hz; `frames` are the frame numbers to compute, all of
    them if not given. The peak is that of the frames computed.
    """
    if frames is None:
        frames = np.arange(n_frames_of(len(samples)))
    return power_to_db(waveform_to_mel_power(samples, frames))


def waveform_to_mel_power(
    samples: NDArray[np.float32], frames: NDArray[np.intp], front_end: FrontEnd = GENRE
) -> NDArray[np.float32]:
    """Compute the power in each mel band at these frames, float32 `(n_mels, n_frames)`, ≥ 0.

    `samples` is float32 `(n,)` at the front end's rate.
    """
    n_fft = front_end.n_fft
    padded = np.pad(samples, n_fft // 2)
    stretches = np.lib.stride_tricks.sliding_window_view(padded, n_fft)[
        frames * front_end.hop_length
    ]
    spectrum = rfft(stretches * _hann(n_fft), axis=1)  # numpy's takes 4–8 times as long in float32
    power = spectrum.real**2 + spectrum.imag**2
    return np.asarray(_sparse_mel_filters(front_end) @ power.T, np.float32)


def power_to_db(power: NDArray[np.float32]) -> NDArray[np.float32]:
    """Convert power to dB below the largest value, floored at −80 dB; same shape, float32."""
    level_db = 10 * np.log10(np.maximum(power, np.float32(POWER_FLOOR)))
    level_db -= level_db.max()
    return np.asarray(np.maximum(level_db, -DYNAMIC_RANGE_DB), np.float32)
