"""Log-mel and waveform → how strong each pitch class is, in two ways that err differently.

- From the log-mel: above 440 Hz mel bands are narrower than a semitone and below their harmonics
  tell the note. All of GTZAN's stored spectrograms can be learned from in this way.
- From a constant-Q transform: three bins a semitone, tuned, sharp down to C2.

Conventions: pitch class 0 is C; chroma is float, not negative.
Source: constant-Q: Schörkhuber and Klapuri 2010, as librosa has it; median over time against
percussion: Fitzgerald 2010; the rest is our own choice.
"""

from functools import cache
from typing import Final

import librosa
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter, uniform_filter1d

from music_genre.audio.constants import N_MELS, SAMPLE_RATE_HZ
from music_genre.audio.mel import hz_to_mel, mel_band_edges_hz
from music_genre.stages import stage

PITCH_CLASSES: Final = 12
CONCERT_A_HZ: Final = 440.0
A_IN_MIDI: Final = 69

REGISTERS_HZ: Final = ((60, 400), (200, 700), (400, 2500), (200, 2000))  # the last is the main one
STEADY_COLUMNS: Final = 5  # [columns] 0.4 s; what is shorter is a drum
NEIGHBOUR_BANDS: Final = 7
AMPLITUDE_DB: Final = 40.0  # [dB] per tenfold: the root of the amplitude
ENDS_COLUMNS: Final = 20  # [columns] 1.5 s; pieces like to begin and end on the tonic
POINTS_PER_BAND: Final = 9
SOUNDING: Final = 0.5  # length of a chroma column, from which it is compared with others
QUIET: Final = 0.1  # ratio to the loudest column, under which a column counts less

CQT_HOP: Final = 2048  # [samples]
CQT_OCTAVES: Final = 5
CQT_LEAST_SAMPLES: Final = 2 * SAMPLE_RATE_HZ  # [samples] the lowest octave needs so many
CQT_LOWEST_NOTE: Final = "C2"
BINS_PER_SEMITONE: Final = 3
STEADY_FRAMES: Final = 5  # [frames] 0.5 s; what is shorter is a drum
LOUD_PERCENTILE: Final = 95
COMPRESSION: Final = 100.0
NEIGHBOUR_BINS: Final = 37  # an octave

Floats = NDArray[np.float32]


@stage("features")
def log_mel_to_key_features(log_mel: Floats) -> Floats:
    """Compute the features of each possible tonic, float32 `(12, n_features)`, of a log-mel in dB.

    Every row holds the same numbers, rotated so that its tonic comes first: chroma of the
    registers, of the beginning and the end, its spread, and which classes sound together.
    """
    registers = [log_mel_to_chroma(log_mel, low, high) for low, high in REGISTERS_HZ]
    main = registers[-1]
    vectors = [register.mean(axis=1) for register in registers]
    vectors += [main.std(axis=1), main[:, :ENDS_COLUMNS].mean(axis=1)]
    vectors += [main[:, -ENDS_COLUMNS:].mean(axis=1)]
    together = main @ main.T / main.shape[1]
    return np.stack(
        [_tonic_to_features(tonic, vectors, together) for tonic in range(PITCH_CLASSES)]
    )


def _tonic_to_features(tonic: int, vectors: list[Floats], together: Floats) -> Floats:
    """Rotate vectors, `(12,)`, and pairs, `(12, 12)`, to a tonic: float32 `(n_features,)`."""
    rotated = [standardise(np.roll(vector, -tonic)) for vector in vectors]
    pairs = np.roll(together, (-tonic, -tonic), (0, 1))[np.triu_indices(PITCH_CLASSES)]
    return np.concatenate([*rotated, standardise(pairs)]).astype(np.float32)


def standardise(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """Bring values of any shape to zero mean and unit spread; zeros stay zeros."""
    return np.asarray((values - values.mean()) / (values.std() + 1e-6))


def log_mel_to_chroma(log_mel: Floats, lowest_hz: float, highest_hz: float) -> Floats:
    """Compute the chroma of a log-mel in dB between two frequencies, float32 `(12, n_columns)`.

    Loud columns have a length of about 1, silent ones 0.
    """
    amplitude = 10 ** (median_filter(log_mel, (1, STEADY_COLUMNS)) / AMPLITUDE_DB)
    peaks = np.maximum(amplitude - uniform_filter1d(amplitude, NEIGHBOUR_BANDS, axis=0), 0)
    return _to_even_length(_bands_to_classes(lowest_hz, highest_hz) @ peaks)


def _to_even_length(chroma: Floats) -> Floats:
    """Bring the loud columns of `(12, n)` to length 1 and quieter ones to less, float32."""
    lengths = np.linalg.norm(chroma, axis=0)
    return np.asarray(chroma / (lengths + QUIET * lengths.max() + 1e-9), np.float32)


@cache
def _bands_to_classes(lowest_hz: float, highest_hz: float) -> Floats:
    """Compute the part of each mel band in each pitch class, float32 `(12, n_mels)`, 0 … 1."""
    edges_hz = mel_band_edges_hz()
    centres = (hz_to_mel(edges_hz[:-1]) + hz_to_mel(edges_hz[1:])) / 2
    inside = (centres >= hz_to_mel(np.array(lowest_hz))) & (
        centres <= hz_to_mel(np.array(highest_hz))
    )
    parts = np.zeros((PITCH_CLASSES, N_MELS), np.float32)
    for band in np.flatnonzero(inside):
        points_hz = np.linspace(max(edges_hz[band], 20), edges_hz[band + 1], POINTS_PER_BAND)
        notes = np.rint(A_IN_MIDI + 12 * np.log2(points_hz / CONCERT_A_HZ)).astype(int)
        np.add.at(parts[:, band], notes % PITCH_CLASSES, 1 / POINTS_PER_BAND)
    return parts


def log_mel_to_held(log_mel: Floats) -> float:
    """Compute how much of the sound is held for half a second, 0 … about 1, of a log-mel in dB.

    Strokes are not, nor are clicks and speech.
    """
    amplitude = 10 ** (log_mel / AMPLITUDE_DB)
    held = median_filter(amplitude, (1, STEADY_COLUMNS))
    return float(held.sum() / amplitude.sum())


def log_mel_to_moved(log_mel: Floats) -> float:
    """Compute how far the pitches of a log-mel in dB move, 0 … 1; those of a hum do not.

    It is 1 less the length of the mean of chroma columns of length 1; 0 where nothing sounds in the
    main register.
    """
    chroma = log_mel_to_chroma(log_mel, *REGISTERS_HZ[-1])
    lengths = np.linalg.norm(chroma, axis=0)
    sounding = lengths > SOUNDING
    if not sounding.any():
        return 0.0
    mean = (chroma[:, sounding] / lengths[sounding]).mean(axis=1)
    return max(0.0, 1 - float(np.linalg.norm(mean)))


def bins_to_contrast(amplitude: NDArray[np.floating]) -> float:
    """Compute how far pitches stand out in the mean of `(n_bins, n_frames)`, 0 … 1; noise has none.

    Loud frames count alike, quiet ones less.
    """
    mean = _to_even_length(amplitude).mean(axis=1)
    around = uniform_filter1d(mean, NEIGHBOUR_BINS, mode="nearest")
    return float(np.maximum(mean - around, 0).sum() / (mean.sum() + 1e-9))


def waveform_to_steady_bins(waveform: Floats) -> Floats:
    """Compute the constant-Q amplitude of what lasts, float32 `(180, n_frames)`, at 22 050 Hz."""
    (amplitude,) = waveforms_to_steady_bins(waveform[np.newaxis])
    return np.asarray(amplitude, np.float32)


def waveforms_to_steady_bins(waveforms: Floats) -> Floats:
    """Compute the same of several, float32 `(n, n_samples)`: `(n, 180, n_frames)`.

    Together they take half the time: librosa makes its filters anew for each call.
    """
    missing = max(0, CQT_LEAST_SAMPLES - waveforms.shape[1])
    transform = librosa.cqt(
        np.pad(waveforms, ((0, 0), (0, missing))),
        sr=SAMPLE_RATE_HZ,
        hop_length=CQT_HOP,
        fmin=librosa.note_to_hz(CQT_LOWEST_NOTE),
        n_bins=CQT_OCTAVES * PITCH_CLASSES * BINS_PER_SEMITONE,
        bins_per_octave=PITCH_CLASSES * BINS_PER_SEMITONE,
    )
    return np.asarray(median_filter(np.abs(transform), (1, 1, STEADY_FRAMES)), np.float32)


def bins_to_chroma(amplitude: Floats) -> NDArray[np.float64]:
    """Compute the mean tuned chroma, float64 `(12,)`, of constant-Q amplitudes."""
    loud = float(np.percentile(amplitude.max(axis=0), LOUD_PERCENTILE))
    level = np.log1p(COMPRESSION * amplitude / (loud + 1e-9))
    level = np.maximum(level - uniform_filter1d(level, NEIGHBOUR_BINS, axis=0, mode="nearest"), 0)
    return np.asarray(_to_even_length(bins_to_classes(level)).mean(axis=1), np.float64)


def waveform_to_chroma(waveform: Floats) -> NDArray[np.float64]:
    """Compute the mean tuned constant-Q chroma, float64 `(12,)`, of samples at 22 050 Hz."""
    return bins_to_chroma(waveform_to_steady_bins(waveform))


def bins_to_classes(level: NDArray[np.floating]) -> Floats:
    """Fold bins, `(n_bins, n_frames)` from C upwards, to float32 `(12, n_frames)`.

    The instruments' own tuning is found first: how far the energy lies from the middle bins.
    """
    bins = np.arange(len(level))
    energy = level.sum(axis=1)
    turn = np.angle((energy * np.exp(2j * np.pi * bins / BINS_PER_SEMITONE)).sum())
    semitones = (bins - turn / (2 * np.pi) * BINS_PER_SEMITONE) / BINS_PER_SEMITONE
    nearest = np.rint(semitones).astype(int)
    weights = np.cos(np.pi * np.abs(semitones - nearest)) ** 2
    chroma = np.zeros((PITCH_CLASSES, level.shape[1]), np.float32)
    np.add.at(chroma, nearest % PITCH_CLASSES, weights[:, None] * level)
    return chroma
