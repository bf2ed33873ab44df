"""Log-mel → what speaks for each tempo: one row of numbers per candidate tempo.

A row of a candidate holds the periodicity at the tempo itself and at its simple multiples and
fractions, in seven onset curves and by four measures (Fourier over 5 s and over 12 s, two kinds of
autocorrelation). With the same row shape for every candidate, one small network scores them all,
and what it learns about "twice as fast is stronger" holds at every tempo.

Conventions: tempi in beats per minute; the columns are those of `music_genre.audio.grid` (77.4
ms), so the stored spectrograms of GTZAN and any upload walk the same way.
Source: Fourier and autocorrelation tempogram: Peeters, "Template-based estimation of time-varying
tempo", 2007; spectral flux: Dixon 2006; the rest is our own choice.
"""

import itertools
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from music_genre.audio.constants import COLUMN_S

BINS_PER_OCTAVE: Final = 60  # 1.2 % apart
LOWEST_BPM: Final = 36.0
HIGHEST_BPM: Final = 300.0
N_TEMPI: Final = round(float(np.log2(HIGHEST_BPM / LOWEST_BPM)) * BINS_PER_OCTAVE) + 1
RATIOS: Final = (1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4, 1, 4 / 3, 3 / 2, 2, 3, 4)
MARGIN_BINS: Final = 2 * BINS_PER_OCTAVE  # the ratios reach two octaves past the candidates
CENTRE_BPM: Final = 110.0

BAND_EDGES: Final = (0, 10, 36, 80, 128)  # [mel bands] about 250 Hz, 930 Hz and 3.1 kHz
PITCHED_BANDS: Final = 90  # [mel bands] under 4.1 kHz, where chords change
CONTRAST_BANDS: Final = 9
AMPLITUDE_DB: Final = 30.0  # between amplitude (20) and its root (40)
TREND_COLUMNS: Final = 21  # 1.6 s; slower changes are no onsets
LOCAL_S: Final = (5.0, 12.0)  # rubato needs a short stretch, a slow beat a long one
HIGHEST_OF_NYQUIST: Final = 0.98
ROOM: Final = 1e-6  # keeps silence from dividing by zero

Floats = NDArray[np.float32]


def candidate_tempi() -> NDArray[np.float64]:
    """Every tempo that is scored, float64 `(n_tempi,)`, [bpm]."""
    return np.asarray(LOWEST_BPM * 2 ** (np.arange(N_TEMPI) / BINS_PER_OCTAVE), np.float64)


def log_mel_to_tempo_rows(log_mel: Floats) -> Floats:
    """Evidence for each candidate, float32 `(n_tempi, n_features)`, of a log-mel in dB."""
    at_ratios = tempogram_to_rows(onsets_to_tempogram(log_mel_to_onsets(log_mel)))
    octaves = np.log2(candidate_tempi() / CENTRE_BPM)[:, None]
    timbre = np.broadcast_to(log_mel_to_timbre(log_mel), (N_TEMPI, 2 * (len(BAND_EDGES) - 1)))
    rows = (at_ratios, octaves, octaves**2, octaves**3, timbre, timbre * octaves)
    return np.concatenate(rows, axis=1).astype(np.float32)


def log_mel_to_onsets(log_mel: Floats) -> Floats:
    """Seven onset curves of zero mean and unit spread, float32 `(7, n_columns)`.

    Rising level in four groups of bands and in all; rising amplitude; change of pitch.
    """
    rises = _rise(log_mel)
    amplitude = 10 ** (log_mel / AMPLITUDE_DB)
    curves = [rises[low:high].mean(axis=0) for low, high in _bands()]
    curves += [rises.mean(axis=0), _rise(amplitude).mean(axis=0), _pitch_change(log_mel)]
    stacked = np.stack(curves)
    stacked -= uniform_filter1d(stacked, TREND_COLUMNS, axis=1)
    return np.asarray(stacked / (stacked.std(axis=1, keepdims=True) + ROOM), np.float32)


def log_mel_to_timbre(log_mel: Floats) -> Floats:
    """How busy and how loud four groups of bands are, float32 `(8,)`, about 0–1."""
    rises = _rise(log_mel)
    busy = [rises[low:high].mean() / 5 for low, high in _bands()]
    loud = [log_mel[low:high].mean() / 40 + 1 for low, high in _bands()]
    return np.array(busy + loud, np.float32)


def _bands() -> list[tuple[int, int]]:
    return list(itertools.pairwise(BAND_EDGES))


def _rise(levels: Floats) -> Floats:
    return np.maximum(np.diff(levels, axis=1, prepend=levels[:, :1]), 0)


def _pitch_change(log_mel: Floats) -> Floats:
    """Cosine distance of the spectra before and after a column: soft onsets have no flux."""
    contrast = np.maximum(log_mel - uniform_filter1d(log_mel, CONTRAST_BANDS, axis=0), 0)
    unit = contrast[:PITCHED_BANDS]
    unit = unit / (np.linalg.norm(unit, axis=0) + 1e-3)
    change = np.zeros(log_mel.shape[1], np.float32)
    change[1:-1] = 1 - (unit[:, 2:] * unit[:, :-2]).sum(axis=0)
    return change


def onsets_to_tempogram(onsets: Floats) -> Floats:
    """Periodicity by tempo, float32 `(4 · 7, n_tempi + 2 · margin)`, each row at most about 1."""
    measures = [_local_periodicity(onsets, seconds) for seconds in LOCAL_S]
    measures += [_autocorrelation(onsets), _compressed_autocorrelation(onsets)]
    return np.concatenate(measures).astype(np.float32)


def _local_periodicity(onsets: Floats, seconds: float) -> NDArray[np.floating]:
    """Fourier magnitude over stretches of some seconds, root mean square, largest 1."""
    n_columns = onsets.shape[1]
    n_local = min(int(seconds / COLUMN_S), n_columns)
    starts = range(0, n_columns - n_local + 1, max(1, n_local // 4))
    waves = _waves(n_local)
    power = [np.abs(onsets[:, start : start + n_local] @ waves) ** 2 for start in starts]
    magnitude = np.sqrt(np.mean(power, axis=0))
    return np.asarray(magnitude / (magnitude.max(axis=1, keepdims=True) + ROOM))


def _all_tempi() -> NDArray[np.float64]:
    bins = np.arange(-MARGIN_BINS, N_TEMPI + MARGIN_BINS)
    return np.asarray(LOWEST_BPM * 2 ** (bins / BINS_PER_OCTAVE), np.float64)


@cache
def _waves(n_columns: int) -> NDArray[np.complex64]:
    """Windowed complex waves of every tempo, complex64 `(n_columns, n)`; zero past Nyquist."""
    frequencies_hz = _all_tempi() / 60
    time_s = np.arange(n_columns) * COLUMN_S
    waves = np.exp(-2j * np.pi * time_s[:, None] * frequencies_hz)
    waves *= np.hanning(n_columns)[:, None]
    waves[:, frequencies_hz > HIGHEST_OF_NYQUIST / (2 * COLUMN_S)] = 0
    return np.asarray(waves, np.complex64)


def _autocorrelation(onsets: Floats) -> NDArray[np.float64]:
    """Unbiased autocorrelation at the period of every tempo, 1 at no lag."""
    n_columns = onsets.shape[1]
    correlation = _power_to_correlation(np.abs(np.fft.rfft(onsets, 8 * n_columns)) ** 2, n_columns)
    overlap = np.maximum(n_columns - np.arange(n_columns), n_columns / 4)
    return _at_periods(correlation * n_columns / overlap)


def _compressed_autocorrelation(onsets: Floats) -> NDArray[np.float64]:
    """Autocorrelation with a flattened spectrum (Tolonen and Karjalainen 2000): sharper peaks."""
    n_columns = onsets.shape[1]
    magnitude = np.abs(np.fft.rfft(np.maximum(onsets, 0), 8 * n_columns))
    return _at_periods(_power_to_correlation(magnitude, n_columns))


def _power_to_correlation(power: NDArray[np.floating], n_columns: int) -> NDArray[np.float64]:
    correlation = np.fft.irfft(power)[:, :n_columns]
    return np.asarray(correlation / (correlation[:, :1] + ROOM), np.float64)


def _at_periods(correlation: NDArray[np.float64]) -> NDArray[np.float64]:
    lags = 60 / _all_tempi() / COLUMN_S
    columns = np.arange(correlation.shape[1])
    return np.stack([np.interp(lags, columns, row, right=0) for row in correlation])


def tempogram_to_rows(tempogram: Floats) -> Floats:
    """The tempogram at every ratio of every candidate, float32 `(n_tempi, n_ratios · 28)`."""
    bins = np.arange(N_TEMPI) + MARGIN_BINS
    gathered = []
    for ratio in RATIOS:
        places = bins + np.log2(ratio) * BINS_PER_OCTAVE
        below = np.clip(np.floor(places).astype(int), 0, tempogram.shape[1] - 2)
        part = (places - below).astype(np.float32)
        gathered.append(tempogram[:, below] * (1 - part) + tempogram[:, below + 1] * part)
    return np.concatenate(gathered).T
