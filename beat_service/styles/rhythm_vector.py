"""Waveform → what its rhythm and its drums are like, for the style model.

Nothing here needs a tempo or a first beat, so no mistake of theirs can spoil it:

- onset strength in six bands, and how strongly it returns after each of 128 lags (autocorrelation,
  logarithmic lags from a tenth of a second to four), and how one band answers another after it;
  on this scale another tempo only shifts the picture;
- how often and how unevenly each band is struck, and how fast its strokes fade;
- how the sound's level is spread over the bands, and how much it moves in each.

Own choice, after Pampalk's fluctuation patterns (2006) and the rhythm patterns of Rauber (2002).
Every value is relative to the track's own level: a louder copy has the same vector.
"""

from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft

from music_genre.audio.constants import HOP_LENGTH, SAMPLE_RATE_HZ, WINDOW_S
from music_genre.audio.mel import mel_band_edges_hz, waveform_to_log_mel

Floats = NDArray[np.float32]

BAND_EDGES_HZ: Final = (0.0, 110.0, 260.0, 700.0, 2200.0, 5500.0, 11_025.0)
N_BANDS: Final = len(BAND_EDGES_HZ) - 1
N_PAIRS: Final = N_BANDS**2
N_LAGS: Final = 128
SHORTEST_LAG_S: Final = 0.1
LONGEST_LAG_S: Final = 4.2
FRAMES_PER_S: Final = SAMPLE_RATE_HZ / HOP_LENGTH
LEVEL_BANDS: Final = 16
LEVEL_FLOOR_DB: Final = -60.0
FADES_S: Final = (0.05, 0.1, 0.2, 0.35)  # after a stroke, where its fading is looked at
STRONG: Final = 1.5  # onsets this many standard deviations above the mean are strokes
TINY: Final = np.float32(1e-6)


def waveform_to_rhythm_vector(waveform: Floats) -> Floats:
    """Float32 `(n_values,)` of float32 `(n_samples,)` at the project's rate.

    Longer audio than a window of 30 s is looked at in its middle.
    """
    longest = round(WINDOW_S * SAMPLE_RATE_HZ)
    start = max(0, (len(waveform) - longest) // 2)
    log_mel = waveform_to_log_mel(waveform[start : start + longest])
    return log_mel_to_rhythm_vector(log_mel)


def log_mel_to_rhythm_vector(log_mel: Floats) -> Floats:
    """The same from a log-mel spectrogram `(n_mels, n_frames)` with every frame, in dB."""
    clipped = np.maximum(log_mel, LEVEL_FLOOR_DB)
    onsets = _onsets(clipped)
    pieces = [*_returns(onsets), *_strokes(onsets, clipped), *_levels(clipped)]
    return np.concatenate(pieces).astype(np.float32)


@cache
def _bands() -> list[slice]:
    """Mel bands of each of our bands."""
    edges = np.searchsorted(mel_band_edges_hz()[1:], BAND_EDGES_HZ)
    return [slice(low, high) for low, high in pairwise(edges)]


@cache
def _lag_edges() -> NDArray[np.float64]:
    """Edges of the lags in frames, logarithmic."""
    return np.geomspace(SHORTEST_LAG_S, LONGEST_LAG_S, N_LAGS + 1) * FRAMES_PER_S


def _onsets(clipped: Floats) -> Floats:
    """Mean rise of level in each band, `(n_bands, n_frames − 1)`, dB a frame."""
    rises = np.maximum(np.diff(clipped, axis=1), 0)
    return np.stack([rises[band].mean(axis=0) for band in _bands()])


def _returns(onsets: Floats) -> list[Floats]:
    """How every band follows itself and every other band, −1 … 1.

    `n_lags` values for each pair, each the mean between two lags, so that a long lag that falls
    between two of them is not lost; then the pairs of different bands without a lag.
    """
    n_frames = onsets.shape[1]
    centred = onsets - onsets.mean(axis=1, keepdims=True)
    centred /= np.sqrt((centred**2).sum(axis=1, keepdims=True)) + TINY
    n_fft = next_fast_len(2 * n_frames, real=True)
    spectrum = rfft(centred, n_fft, axis=1)
    pairs = (spectrum.conj()[:, None] * spectrum).reshape(N_PAIRS, -1)
    answers = irfft(pairs, n_fft, axis=1)[:, :n_frames]
    at_once = answers[~np.eye(N_BANDS, dtype=bool).ravel(), 0]
    answers *= n_frames / np.maximum(n_frames - np.arange(n_frames), n_frames / 4)
    edges, frames = _lag_edges(), np.arange(n_frames + 1) - 0.5
    means = []
    for answer in answers:
        up_to = np.interp(edges, frames, np.append(0.0, np.cumsum(answer)))
        means.append(np.diff(up_to) / np.diff(edges))
    return [*means, at_once]


def _strokes(onsets: Floats, clipped: Floats) -> list[Floats]:
    """Rate, unevenness and fading of each band's strokes."""
    pieces = []
    for onset, band in zip(onsets, _bands(), strict=True):
        level = clipped[band].mean(axis=0)
        mean, spread = onset.mean(), onset.std() + TINY
        inner = onset[1:-1]
        peaks = (inner > onset[:-2]) & (inner >= onset[2:]) & (inner > mean)
        at = np.flatnonzero(peaks) + 1
        strong = onset[at] > mean + STRONG * spread
        sizes = onset[at] if len(at) else np.zeros(1, np.float32)
        rates = [len(at), strong.sum()]
        fades = [_fading(level, at[strong], fade_s) for fade_s in FADES_S]
        shape = [sizes.std() / (sizes.mean() + TINY), spread / (mean + TINY), mean]
        pieces.append(
            np.array([*(rate * FRAMES_PER_S / len(onset) for rate in rates), *shape, *fades])
        )
    return pieces


def _fading(level: Floats, at: NDArray[np.intp], after_s: float) -> float:
    """Median fall of level after strong strokes [dB]."""
    later = at + 1 + round(after_s * FRAMES_PER_S)
    inside = later < len(level)
    if not inside.any():
        return 0.0
    return float(np.median(level[at[inside] + 1] - level[later[inside]]))


def _levels(clipped: Floats) -> list[Floats]:
    """Mean, movement and upper decile of level in 16 bands, relative to the track's mean [dB]."""
    rows = clipped.reshape(LEVEL_BANDS, -1, clipped.shape[1]).mean(axis=1)
    middle = rows.mean()
    return [rows.mean(axis=1) - middle, rows.std(axis=1), np.quantile(rows, 0.9, axis=1) - middle]
