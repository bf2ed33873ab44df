"""Tempo and key of real audio by networks that have not heard its artists.

For each of the three artist-disjoint folds, networks are trained on the stored spectrograms of the
other two and asked about the audio of this one, along the very way that the service goes.
"""

import math
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from tqdm import tqdm

from audio.constants import SAMPLE_RATE_HZ
from audio.decode import bytes_to_waveform
from audio.scores import scores_to_probabilities
from audio.windows import waveform_to_windows
from beat_service.key import windows_to_key_scores
from beat_service.onsets import waveform_to_onsets
from beat_service.scorer import Scorer
from beat_service.tempo import (
    TOLERANCE,
    probabilities_to_tempo,
    windows_to_tempo_scores,
    within_tolerance,
)
from training.beat_rows import BeatClip, clips_to_key_rows, clips_to_tempo_rows
from training.folds import FOLDS
from training.gtzan import LONGEST_CLIP_S
from training.row_network import NetworkSettings, networks_to_onnx, rows_to_networks

SHORTEST_AUDIO_S = 14.99  # the table's 15.000 s are 15 s and a rounding
TEMPO_NETWORK = NetworkSettings(
    hidden=(64, 16), n_outputs=1, dropout=0.4, epochs=8, learning_rate=1.5e-3, weight_decay=1e-4
)
KEY_NETWORK = NetworkSettings(
    hidden=(48,), n_outputs=2, dropout=0.4, epochs=25, learning_rate=3e-3, weight_decay=1e-3
)

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Heard:
    """What networks say of one clip's audio, before calibration."""

    clip: BeatClip
    waveform: Floats
    onsets: Floats
    tempo_scores: Floats  # (n_tempi,)
    key_scores: Floats  # (24,)


@dataclass(frozen=True)
class Networks:
    """Both graphs, as bytes of ONNX."""

    tempo: bytes
    key: bytes

    def to_scorers(self) -> tuple[Scorer, Scorer]:
        """The graphs as the service runs them."""
        with tempfile.TemporaryDirectory() as folder:
            tempo, key = Path(folder, "tempo.onnx"), Path(folder, "key.onnx")
            tempo.write_bytes(self.tempo)
            key.write_bytes(self.key)
            return Scorer(tempo), Scorer(key)


@dataclass(frozen=True)
class Rows:
    """Rows and targets of all clips, computed once for all folds."""

    tempo_clips: Sequence[BeatClip]
    tempo: tuple[Floats, Floats]
    key_clips: Sequence[BeatClip]
    key: tuple[Floats, Floats]

    def train(self, folds: Sequence[str] | None) -> Networks:
        """Networks of the clips in these folds, or of all clips."""
        tempo_in = np.array([folds is None or clip.fold in folds for clip in self.tempo_clips])
        key_in = np.array([folds is None or clip.fold in folds for clip in self.key_clips])
        tempo_in = np.repeat(tempo_in, len(self.tempo[0]) // len(self.tempo_clips))
        tempo = rows_to_networks(self.tempo[0][tempo_in], self.tempo[1][tempo_in], TEMPO_NETWORK)
        key = rows_to_networks(self.key[0][key_in], self.key[1][key_in], KEY_NETWORK)
        return Networks(networks_to_onnx(tempo), networks_to_onnx(key))


def clips_to_training_rows(clips: Sequence[BeatClip]) -> Rows:
    """Rows of everything that has a label."""
    tempo_clips = [clip for clip in clips if clip.bpm]
    key_clips = [clip for clip in clips if clip.key is not None]
    return Rows(
        tempo_clips, clips_to_tempo_rows(tempo_clips), key_clips, clips_to_key_rows(key_clips)
    )


def clips_to_held_out(clips: Sequence[BeatClip], rows: Rows) -> list[Heard]:
    """Every clip with 15 s of audio and a fold, heard by the networks of the other folds."""
    heard = []
    for fold in FOLDS:
        scorers = rows.train([other for other in FOLDS if other != fold]).to_scorers()
        heard += clips_to_heard([clip for clip in clips if clip.fold == fold], *scorers)
    return heard


def clips_to_heard(clips: Sequence[BeatClip], tempo: Scorer, key: Scorer) -> list[Heard]:
    """What networks say of the clips that have 15 s of audio or more."""
    heard = []
    for clip in tqdm(clips, desc="audio", unit="clip", delay=5):
        if clip.audio is None:
            continue
        waveform = bytes_to_waveform(clip.audio.read_bytes(), LONGEST_CLIP_S).waveform
        if len(waveform) < SHORTEST_AUDIO_S * SAMPLE_RATE_HZ:
            continue
        windows = [window for window in waveform_to_windows(waveform) if not window.is_silent]
        if windows:
            tempo_scores = windows_to_tempo_scores(windows, tempo)
            key_scores = windows_to_key_scores(windows, key)
            onsets = waveform_to_onsets(waveform)
            heard.append(Heard(clip, waveform, onsets, tempo_scores, key_scores))
    return heard


def heard_to_tempo_temperature(heard: Sequence[Heard]) -> float:
    """Temperature under which the confidence of the tempo says how often it is right."""
    known = [one for one in heard if one.clip.bpm]
    scores = np.stack([one.tempo_scores for one in known])
    tempi = [
        probabilities_to_tempo(scores_to_probabilities(s, 1.0), o.onsets).bpm
        for s, o in zip(scores, known, strict=True)
    ]
    hits = [
        abs(bpm / (one.clip.bpm or 0) - 1) <= TOLERANCE
        for bpm, one in zip(tempi, known, strict=True)
    ]
    return scores_to_honest_temperature(scores, np.array(hits), _mass_at_best)


def heard_to_key_temperature(heard: Sequence[Heard]) -> float:
    """Temperature under which the confidence of the key says how often it is right."""
    known = [one for one in heard if one.clip.key is not None]
    scores = np.stack([one.key_scores for one in known])
    hits = scores.argmax(axis=1) == np.array([one.clip.key for one in known])
    return scores_to_honest_temperature(scores, hits, lambda row: float(row.max()))


def _mass_at_best(row: NDArray[np.float64]) -> float:
    return float(within_tolerance(row)[row.argmax()])


def scores_to_honest_temperature(
    scores: Floats,
    hits: NDArray[np.bool_],
    to_confidence: Callable[[NDArray[np.float64]], float],
) -> float:
    """Temperature with the least log loss of "this answer is right", for scores `(n, n_scored)`."""

    def loss(log_temperature: float) -> float:
        rows = scores_to_probabilities(scores, math.exp(log_temperature))
        confidence = np.clip([to_confidence(row) for row in rows], 1e-6, 1 - 1e-6)
        return float(-np.where(hits, np.log(confidence), np.log(1 - confidence)).mean())

    return math.exp(minimize_scalar(loss, bounds=(-2, 3), method="bounded").x)
