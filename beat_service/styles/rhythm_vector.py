"""Waveform → a vector of its rhythm and its drums, for the style model.

Nothing here needs a tempo or a first beat, so no mistake of theirs can spoil it:

- auto- and cross-correlation of onset curves in six bands, at 128 logarithmic lags from a tenth of
  a second to four: on this scale another tempo only shifts the picture;
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
from music_genre.job import go_on
from music_genre.stages import stage

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
FADES_S: Final = (0.05, 0.1, 0.2, 0.35)  # [s] after a stroke, where its fading is measured
N_WINDOWS: Final = 5  # of a long track, at most
STRONG: Final = 1.5  # [standard deviations] above the mean, from which an onset is a stroke
EPSILON: Final = np.float32(1e-6)  # keeps silence from dividing by zero


def waveform_to_rhythm_vectors(waveform: Floats) -> Floats:
    """Compute vectors, float32 `(n_windows, 4740)`, of float32 `(n_samples,)` at 22 050 Hz."""
    return np.stack([waveform_to_rhythm_vector(one) for one in waveform_to_windows(waveform)])


def waveform_to_windows(waveform: Floats, n_windows: int = N_WINDOWS) -> list[Floats]:
    """Cut windows of 30 s out of a waveform, the middle one first, then others evenly spread.

    Audio that is not longer than a window is the only one.
    """
    longest = round(WINDOW_S * SAMPLE_RATE_HZ)
    spare = len(waveform) - longest
    if spare <= 0:
        return [waveform]
    number = min(n_windows, 1 + 2 * (spare // longest))
    places = np.linspace(0, 1, number) if number > 1 else np.array([0.5])
    places = places[np.argsort(np.abs(places - 0.5), kind="stable")]
    return [waveform[start : start + longest] for start in (places * spare).astype(int)]


def waveform_to_rhythm_vector(waveform: Floats) -> Floats:
    """Compute the vector, float32 `(4740,)`, of float32 `(n_samples,)` at 22 050 Hz.

    Of audio longer than a window of 30 s it is the middle's.
    """
    go_on()
    longest = round(WINDOW_S * SAMPLE_RATE_HZ)
    start = max(0, (len(waveform) - longest) // 2)
    log_mel = waveform_to_log_mel(waveform[start : start + longest])
    return log_mel_to_rhythm_vector(log_mel)


@stage("features")
def log_mel_to_rhythm_vector(log_mel: Floats) -> Floats:
    """Compute the vector, float32 `(4740,)`, of a log-mel of every frame, in dB."""
    clipped = np.maximum(log_mel, LEVEL_FLOOR_DB)
    onsets = _onsets(clipped)
    pieces = [*_correlations(onsets), *_strokes(onsets, clipped), *_levels(clipped)]
    return np.concatenate(pieces).astype(np.float32)


@cache
def _bands() -> list[slice]:
    """List the mel bands of each of our six bands."""
    edges = np.searchsorted(mel_band_edges_hz()[1:], BAND_EDGES_HZ)
    return [slice(low, high) for low, high in pairwise(edges)]


@cache
def _lag_edges() -> NDArray[np.float64]:
    """List the edges of the lags [frames], float64 `(n_lags + 1,)`, logarithmic."""
    return np.geomspace(SHORTEST_LAG_S, LONGEST_LAG_S, N_LAGS + 1) * FRAMES_PER_S


def _onsets(clipped: Floats) -> Floats:
    """Compute the mean rise of level in each band, `(n_bands, n_frames − 1)` [dB per frame]."""
    rises = np.maximum(np.diff(clipped, axis=1), 0)
    return np.stack([rises[band].mean(axis=0) for band in _bands()])


def _correlations(onsets: Floats) -> list[Floats]:
    """Compute auto- and cross-correlations of the onset curves of bands, about −1 … 1.

    `(n_lags,)` for each of `n_pairs` pairs, each value the mean between two lags, so that a long
    lag that falls between two of them is not lost; then `(30,)`, the pairs of different bands
    without a lag. `onsets` is `(n_bands, n_frames)`.
    """
    n_frames = onsets.shape[1]
    centred = onsets - onsets.mean(axis=1, keepdims=True)
    centred /= np.sqrt((centred**2).sum(axis=1, keepdims=True)) + EPSILON
    n_fft = next_fast_len(2 * n_frames, real=True)
    spectrum = rfft(centred, n_fft, axis=1)
    pairs = (spectrum.conj()[:, None] * spectrum).reshape(N_PAIRS, -1)
    correlations = irfft(pairs, n_fft, axis=1)[:, :n_frames]
    at_once = correlations[~np.eye(N_BANDS, dtype=bool).ravel(), 0]
    correlations *= n_frames / np.maximum(n_frames - np.arange(n_frames), n_frames / 4)
    edges, frames = _lag_edges(), np.arange(n_frames + 1) - 0.5
    means = []
    for correlation in correlations:
        up_to = np.interp(edges, frames, np.append(0.0, np.cumsum(correlation)))
        means.append(np.diff(up_to) / np.diff(edges))
    return [*means, at_once]


def _strokes(onsets: Floats, clipped: Floats) -> list[Floats]:
    """Measure rate, unevenness and fading of each band's strokes: `(9,)` for each."""
    pieces = []
    for onset, band in zip(onsets, _bands(), strict=True):
        level = clipped[band].mean(axis=0)
        mean, spread = onset.mean(), onset.std() + EPSILON
        inner = onset[1:-1]
        peaks = (inner > onset[:-2]) & (inner >= onset[2:]) & (inner > mean)
        at = np.flatnonzero(peaks) + 1
        strong = onset[at] > mean + STRONG * spread
        sizes = onset[at] if len(at) else np.zeros(1, np.float32)
        rates = [len(at), strong.sum()]
        fades = [_fading(level, at[strong], fade_s) for fade_s in FADES_S]
        shape = [sizes.std() / (sizes.mean() + EPSILON), spread / (mean + EPSILON), mean]
        pieces.append(
            np.array([*(rate * FRAMES_PER_S / len(onset) for rate in rates), *shape, *fades])
        )
    return pieces


def _fading(level: Floats, at: NDArray[np.intp], after_s: float) -> float:
    """Measure the median fall of level, `(n_frames,)`, after strokes at the frames `at` [dB]."""
    later = at + 1 + round(after_s * FRAMES_PER_S)
    inside = later < len(level)
    if not inside.any():
        return 0.0
    return float(np.median(level[at[inside] + 1] - level[later[inside]]))


def _levels(clipped: Floats) -> list[Floats]:
    """Measure mean, spread and upper decile of level in 16 bands [dB], each `(16,)`.

    Mean and decile are relative to the track's mean.
    """
    rows = clipped.reshape(LEVEL_BANDS, -1, clipped.shape[1]).mean(axis=1)
    middle = rows.mean()
    return [rows.mean(axis=1) - middle, rows.std(axis=1), np.quantile(rows, 0.9, axis=1) - middle]
