"""Log-mel spectrogram → the vector that the SVM sees.

All statistics are taken over the 8-bit levels of the mel image, scaled to 0–1, on the 77.4 ms grid;
nothing else of the signal is used. They say, in order:

- spectrum: mean and percentiles of every mel band, sharpness of its peaks, contrast in groups of 8;
- change: size of the steps between columns, per band;
- timbre: mean, spread, movement and correlations of the cepstrum (Logan, ISMIR 2000);
- rhythm: modulation spectrum of 32 groups of bands (Pampalk, "fluctuation patterns", 2002).

Own choice of statistics; `docs/experiments.md` has what each is worth.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dct, rfft

from music_genre.audio.constants import N_MELS
from music_genre.audio.levels import MAX_LEVEL, log_mel_to_levels
from music_genre.stages import stage

PERCENTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
STEP_PERCENTILES: Final = (0.05, 0.95)
N_CEPSTRA: Final = 40
N_CORRELATED_CEPSTRA: Final = 24
BANDS_PER_CONTRAST: Final = 8
BANDS_PER_MODULATION: Final = 4
MODULATION_COLUMNS: Final = 64  # 5 s
MODULATION_EDGES: Final = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 27, 33)  # [bins of 0.2 Hz]
MIN_COLUMNS: Final = 2 * MODULATION_COLUMNS  # shorter audio is repeated up to this

Floats = NDArray[np.float32]


@stage("features")
def log_mel_to_vector(log_mel: Floats) -> Floats:
    """Compute the statistics, float32 `(2122,)`, of a log-mel, float32 `(n_mels, n_columns)` dB.

    In this order: 926 of spectrum, 384 of change, 396 of timbre, 416 of rhythm; `n_mels` is 128.
    """
    levels = log_mel_to_levels(log_mel).astype(np.float32) / np.float32(MAX_LEVEL)
    missing = MIN_COLUMNS - levels.shape[1]
    if missing > 0:
        levels = np.pad(levels, ((0, 0), (0, missing)), mode="wrap")
    steps = np.diff(levels, axis=1)
    return np.concatenate(
        [
            levels_to_spectrum(levels),
            steps_to_change(steps),
            levels_to_timbre(levels),
            levels_to_modulation(levels),
        ]
    ).astype(np.float32)


def quantiles(rows: Floats, fractions: tuple[float, ...]) -> Floats:
    """Sort each row and take these fractions (nearest rank); float32 `(n_rows · n_fractions,)`."""
    ranks = [round(fraction * (rows.shape[1] - 1)) for fraction in fractions]
    return np.sort(rows, axis=1)[:, ranks].ravel()  # np.partition takes 8 times as long


def levels_to_spectrum(levels: Floats) -> Floats:
    """Describe every band over time, float32 `(926,)`, of levels `(n_mels, n_columns)`, 0 … 1.

    The mean (128) and five percentiles (640) of each band, sharpness of those with two neighbours
    (126), mean and spread of the contrast in each of 16 groups (32).
    """
    sharpness = np.maximum(2 * levels[1:-1] - levels[:-2] - levels[2:], 0).mean(axis=1)
    groups = levels.reshape(N_MELS // BANDS_PER_CONTRAST, BANDS_PER_CONTRAST, -1)
    contrast = groups.max(axis=1) - groups.min(axis=1)
    return np.concatenate(
        [
            levels.mean(axis=1),
            quantiles(levels, PERCENTILES),
            sharpness,
            contrast.mean(axis=1),
            contrast.std(axis=1),
        ]
    )


def steps_to_change(steps: Floats) -> Floats:
    """Measure each band's steps, float32 `(n_mels, n_columns - 1)`, −1 … 1: float32 `(384,)`.

    The mean size of a step (128) and two percentiles of the steps (256).
    """
    return np.concatenate([np.abs(steps).mean(axis=1), quantiles(steps, STEP_PERCENTILES)])


def levels_to_timbre(levels: Floats) -> Floats:
    """Describe the cepstrum over time, float32 `(396,)`, of levels `(n_mels, n_columns)`, 0 … 1.

    Mean, spread and movement of 40 coefficients (120), and the correlation of each pair of the
    first 24 (276).
    """
    cepstra = dct(levels, axis=0, norm="ortho")[:N_CEPSTRA]
    spread = cepstra.std(axis=1)
    centred = cepstra - cepstra.mean(axis=1, keepdims=True)
    unit = (centred / np.maximum(spread, 1e-6)[:, None])[:N_CORRELATED_CEPSTRA]
    correlations = (unit @ unit.T / unit.shape[1])[np.triu_indices(N_CORRELATED_CEPSTRA, 1)]
    movement = np.diff(cepstra, axis=1).std(axis=1)
    return np.concatenate([cepstra.mean(axis=1), spread, movement, correlations])


def levels_to_modulation(levels: Floats) -> Floats:
    """Measure how fast bands swell and fade, float32 `(416,)`, of levels `(n_mels, n_columns)`.

    Log magnitudes of 32 groups of bands in 13 ranges of modulation from 0.2 to 6.5 Hz.
    """
    groups = levels.reshape(N_MELS // BANDS_PER_MODULATION, BANDS_PER_MODULATION, -1).mean(axis=1)
    windows = np.lib.stride_tricks.sliding_window_view(groups, MODULATION_COLUMNS, axis=1)
    windows = windows[:, :: MODULATION_COLUMNS // 2]
    centred = windows - windows.mean(axis=2, keepdims=True)
    tapered = centred * np.hanning(MODULATION_COLUMNS).astype(np.float32)
    magnitude = np.log1p(10 * np.abs(rfft(tapered, axis=2)).mean(axis=1))
    starts, ends = MODULATION_EDGES[:-1], MODULATION_EDGES[1:]
    octaves = [magnitude[:, a:b].mean(axis=1) for a, b in zip(starts, ends, strict=True)]
    return np.stack(octaves, axis=1).ravel()
