"""Log-mel → the features of each candidate tempo, which a network scores.

They are the periodicity at the tempo itself and at its simple multiples and fractions, in seven
onset curves and by four measures (Fourier over 5 s and over 12 s, two kinds of autocorrelation).
Every candidate has the same features, so one small network scores them all, and what it learns
about "twice as fast is stronger" holds at every tempo.

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
from music_genre.stages import stage

BINS_PER_OCTAVE: Final = 60  # candidates are 1.2 % apart
LOWEST_BPM: Final = 36.0
HIGHEST_BPM: Final = 300.0
N_TEMPI: Final = round(float(np.log2(HIGHEST_BPM / LOWEST_BPM)) * BINS_PER_OCTAVE) + 1
RATIOS: Final = (1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4, 1, 4 / 3, 3 / 2, 2, 3, 4)
MARGIN_BINS: Final = 2 * BINS_PER_OCTAVE  # the ratios reach two octaves past the candidates
CENTRE_BPM: Final = 110.0

BAND_EDGES: Final = (0, 10, 36, 80, 128)  # [mel bands] about 250 Hz, 930 Hz and 3.1 kHz
PITCHED_BANDS: Final = 90  # [mel bands] under 4.1 kHz, where chords change
CONTRAST_BANDS: Final = 9
AMPLITUDE_DB: Final = 30.0  # [dB] per tenfold: between amplitude (20) and its root (40)
TREND_COLUMNS: Final = 21  # [columns] 1.6 s; slower changes are no onsets
LOCAL_S: Final = (5.0, 12.0)  # [s] rubato needs a short stretch, a slow beat a long one
HIGHEST_OF_NYQUIST: Final = 0.98  # ratio; the wave of a faster tempo would alias
EPSILON: Final = 1e-6  # keeps silence from dividing by zero

Floats = NDArray[np.float32]


def candidate_tempi() -> NDArray[np.float64]:
    """List the tempi that are scored, float64 `(n_tempi,)`, rising from 36 to 300 [BPM]."""
    return np.asarray(LOWEST_BPM * 2 ** (np.arange(N_TEMPI) / BINS_PER_OCTAVE), np.float64)


@stage("features")
def log_mel_to_tempo_features(log_mel: Floats) -> Floats:
    """Compute the features of each candidate, float32 `(n_tempi, n_features)`.

    `log_mel` is float32 `(n_mels, n_columns)`, dB below its peak.
    """
    at_ratios = tempogram_to_features(onsets_to_tempogram(log_mel_to_onsets(log_mel)))
    octaves = np.log2(candidate_tempi() / CENTRE_BPM)[:, None]
    timbre = np.broadcast_to(log_mel_to_timbre(log_mel), (N_TEMPI, 2 * (len(BAND_EDGES) - 1)))
    features = (at_ratios, octaves, octaves**2, octaves**3, timbre, timbre * octaves)
    return np.concatenate(features, axis=1).astype(np.float32)


def log_mel_to_onsets(log_mel: Floats) -> Floats:
    """Compute seven onset curves of unit spread, float32 `(7, n_columns)`, of a log-mel in dB.

    They are the rising level in four groups of bands and in all, the rising amplitude, and the
    change of pitch; what changes slower than `TREND_COLUMNS` is taken away.
    """
    rises = _rise(log_mel)
    amplitude = 10 ** (log_mel / AMPLITUDE_DB)
    curves = [rises[low:high].mean(axis=0) for low, high in _bands()]
    curves += [rises.mean(axis=0), _rise(amplitude).mean(axis=0), _pitch_change(log_mel)]
    stacked = np.stack(curves)
    stacked -= uniform_filter1d(stacked, TREND_COLUMNS, axis=1)
    return np.asarray(stacked / (stacked.std(axis=1, keepdims=True) + EPSILON), np.float32)


def log_mel_to_timbre(log_mel: Floats) -> Floats:
    """Measure how busy and how loud four groups of bands are, float32 `(8,)`, about 0–1."""
    rises = _rise(log_mel)
    busy = [rises[low:high].mean() / 5 for low, high in _bands()]
    loud = [log_mel[low:high].mean() / 40 + 1 for low, high in _bands()]
    return np.array(busy + loud, np.float32)


def _bands() -> list[tuple[int, int]]:
    """List the first and the end of each group of mel bands, four pairs."""
    return list(itertools.pairwise(BAND_EDGES))


def _rise(levels: Floats) -> Floats:
    """Compute the rise since the column before, `(n_mels, n_columns)`; a fall is 0."""
    return np.maximum(np.diff(levels, axis=1, prepend=levels[:, :1]), 0)


def _pitch_change(log_mel: Floats) -> Floats:
    """Compute the cosine distance of the spectra around each column, float32 `(n_columns,)`, 0 … 1.

    Soft onsets change the pitch without any rise of level.
    """
    contrast = np.maximum(log_mel - uniform_filter1d(log_mel, CONTRAST_BANDS, axis=0), 0)
    unit = contrast[:PITCHED_BANDS]
    unit = unit / (np.linalg.norm(unit, axis=0) + 1e-3)
    change = np.zeros(log_mel.shape[1], np.float32)
    change[1:-1] = 1 - (unit[:, 2:] * unit[:, :-2]).sum(axis=0)
    return change


def onsets_to_tempogram(onsets: Floats) -> Floats:
    """Measure the periodicity of onset curves, `(7, n_columns)`, at every tempo, in four ways.

    float32 `(4 · 7, n_tempi + 2 · MARGIN_BINS)`, each row at most about 1.
    """
    measures = [_local_periodicity(onsets, seconds) for seconds in LOCAL_S]
    measures += [_autocorrelation(onsets), _compressed_autocorrelation(onsets)]
    return np.concatenate(measures).astype(np.float32)


def _local_periodicity(onsets: Floats, seconds: float) -> NDArray[np.floating]:
    """Average Fourier magnitudes over stretches of some seconds, `(7, n_tempi + 2 · MARGIN_BINS)`.

    Root mean square, each curve's largest 1; `onsets` is `(7, n_columns)`.
    """
    n_columns = onsets.shape[1]
    n_local = min(int(seconds / COLUMN_S), n_columns)
    starts = range(0, n_columns - n_local + 1, max(1, n_local // 4))
    waves = _waves(n_local)
    power = [np.abs(onsets[:, start : start + n_local] @ waves) ** 2 for start in starts]
    magnitude = np.sqrt(np.mean(power, axis=0))
    return np.asarray(magnitude / (magnitude.max(axis=1, keepdims=True) + EPSILON))


def _all_tempi() -> NDArray[np.float64]:
    """List candidates and two octaves on either side, float64 `(n_tempi + 2 · MARGIN_BINS,)`."""
    bins = np.arange(-MARGIN_BINS, N_TEMPI + MARGIN_BINS)
    return np.asarray(LOWEST_BPM * 2 ** (bins / BINS_PER_OCTAVE), np.float64)


@cache
def _waves(n_columns: int) -> NDArray[np.complex64]:
    """Make a windowed complex wave of every tempo, `(n_columns, n_tempi + 2 · MARGIN_BINS)`.

    Those past Nyquist are zero.
    """
    frequencies_hz = _all_tempi() / 60
    time_s = np.arange(n_columns) * COLUMN_S
    waves = np.exp(-2j * np.pi * time_s[:, None] * frequencies_hz)
    waves *= np.hanning(n_columns)[:, None]
    waves[:, frequencies_hz > HIGHEST_OF_NYQUIST / (2 * COLUMN_S)] = 0
    return np.asarray(waves, np.complex64)


def _autocorrelation(onsets: Floats) -> NDArray[np.float64]:
    """Compute the unbiased autocorrelation at the period of every tempo, 1 at no lag.

    float64 `(7, n_tempi + 2 · MARGIN_BINS)` of onset curves `(7, n_columns)`.
    """
    n_columns = onsets.shape[1]
    correlation = _power_to_correlation(np.abs(np.fft.rfft(onsets, 8 * n_columns)) ** 2, n_columns)
    overlap = np.maximum(n_columns - np.arange(n_columns), n_columns / 4)
    return _at_periods(correlation * n_columns / overlap)


def _compressed_autocorrelation(onsets: Floats) -> NDArray[np.float64]:
    """Compute the autocorrelation with a flattened spectrum, whose peaks are sharper.

    Shapes as in `_autocorrelation`. Source: Tolonen and Karjalainen 2000.
    """
    n_columns = onsets.shape[1]
    magnitude = np.abs(np.fft.rfft(np.maximum(onsets, 0), 8 * n_columns))
    return _at_periods(_power_to_correlation(magnitude, n_columns))


def _power_to_correlation(power: NDArray[np.floating], n_columns: int) -> NDArray[np.float64]:
    """Transform spectra, `(7, n_bins)`, to correlations, float64 `(7, n_columns)`, 1 at no lag."""
    correlation = np.fft.irfft(power)[:, :n_columns]
    return np.asarray(correlation / (correlation[:, :1] + EPSILON), np.float64)


def _at_periods(correlation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Read correlations, `(7, n_columns)`, at every tempo's period; 0 past the last column."""
    lags = 60 / _all_tempi() / COLUMN_S
    columns = np.arange(correlation.shape[1])
    return np.stack([np.interp(lags, columns, row, right=0) for row in correlation])


def tempogram_to_features(tempogram: Floats) -> Floats:
    """Read the tempogram at every ratio of every candidate, float32 `(n_tempi, n_ratios · 28)`."""
    bins = np.arange(N_TEMPI) + MARGIN_BINS
    gathered = []
    for ratio in RATIOS:
        places = bins + np.log2(ratio) * BINS_PER_OCTAVE
        below = np.clip(np.floor(places).astype(int), 0, tempogram.shape[1] - 2)
        part = (places - below).astype(np.float32)
        gathered.append(tempogram[:, below] * (1 - part) + tempogram[:, below + 1] * part)
    return np.concatenate(gathered).T
