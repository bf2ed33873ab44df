"""Tempo and key of clips by networks that have not heard their artists.

For each of the three artist-disjoint folds, networks are trained on the stored spectrograms of the
other two, and on music made up here, and asked about this one: about its spectrograms, and about
its audio, along the very way that the service goes.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from beat_service.analysis.analysis_model import Scorer
from beat_service.analysis.key import KeyEvidence, log_mels_to_key_evidence
from beat_service.analysis.onsets import levels_to_onsets, waveform_to_levels
from beat_service.analysis.pulse_model import Pulse, PulseModel
from beat_service.analysis.tempo import log_mels_to_tempo_scores
from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.decode import bytes_to_waveform
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from training.data.dataset import LONGEST_CLIP_S
from training.evaluation.folds import FOLDS
from training.tempo_key.candidate_features import (
    PARTS,
    BeatClip,
    clips_to_key_features,
    clips_to_tempo_features,
    soft_music_to_features,
)
from training.tempo_key.candidate_scorer import (
    NetworkSettings,
    features_to_networks,
    networks_to_onnx,
)

SHORTEST_AUDIO_S = 14.99  # the table's 15.000 s are 15 s and a rounding
TEMPO_NETWORK = NetworkSettings(
    hidden=(64, 16), n_outputs=1, dropout=0.4, epochs=8, learning_rate=1.5e-3, weight_decay=1e-4
)
KEY_NETWORK = NetworkSettings(
    hidden=(48,), n_outputs=2, dropout=0.4, epochs=25, learning_rate=3e-3, weight_decay=1e-3
)

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class AudioPrediction:
    """Uncalibrated scores of one clip, predicted from its audio."""

    clip: BeatClip
    waveform: Floats  # (n_samples,), 22 050 Hz, ±1
    onsets: Floats  # (n_bands, n_frames)
    pulse: Pulse
    tempo_scores: Floats  # (n_tempi,)
    key: KeyEvidence


@dataclass(frozen=True)
class SpectrogramPrediction:
    """Uncalibrated tempo scores of one clip, predicted from its stored spectrogram."""

    fold: str
    genre: str
    bpm: float
    tempo_scores: Floats  # (n_tempi,)


@dataclass(frozen=True)
class HeldOut:
    """All clips with a fold that networks of the other folds have judged."""

    from_audio: Sequence[AudioPrediction]
    from_spectrograms: Sequence[SpectrogramPrediction]


@dataclass(frozen=True)
class Networks:
    """Both graphs, as bytes of ONNX."""

    tempo: bytes
    key: bytes

    def to_scorers(self) -> tuple[Scorer, Scorer]:
        """Load the graphs as the service runs them."""
        with tempfile.TemporaryDirectory() as folder:
            tempo, key = Path(folder, "tempo.onnx"), Path(folder, "key.onnx")
            tempo.write_bytes(self.tempo)
            key.write_bytes(self.key)
            return Scorer(tempo), Scorer(key)


@dataclass(frozen=True)
class CandidateFeatures:
    """Features and targets of all clips and of the made-up music, computed once for all folds."""

    tempo_clips: Sequence[BeatClip]
    tempo: tuple[Floats, Floats]
    soft: tuple[Floats, Floats] | None
    key_clips: Sequence[BeatClip]
    key: tuple[Floats, Floats]

    def train(self, folds: Sequence[str] | None) -> Networks:
        """Train networks on the clips in these folds, or on all clips."""
        tempo_in = np.array([folds is None or clip.fold in folds for clip in self.tempo_clips])
        key_in = np.array([folds is None or clip.fold in folds for clip in self.key_clips])
        tempo_in = np.repeat(tempo_in, PARTS)
        rows, targets = self.tempo[0][tempo_in], self.tempo[1][tempo_in]
        if self.soft is not None:
            rows = np.concatenate([rows, self.soft[0]])
            targets = np.concatenate([targets, self.soft[1]])
        tempo = features_to_networks(rows, targets, TEMPO_NETWORK)
        key = features_to_networks(self.key[0][key_in], self.key[1][key_in], KEY_NETWORK)
        return Networks(networks_to_onnx(tempo), networks_to_onnx(key))

    def to_spectrogram_predictions(self, fold: str, scorer: Scorer) -> list[SpectrogramPrediction]:
        """Predict the tempo of a fold's whole spectrograms, uncalibrated."""
        whole = self.tempo[0][::PARTS]
        return [
            SpectrogramPrediction(clip.fold, clip.genre, clip.bpm or 0.0, scorer(rows)[:, 0])
            for clip, rows in zip(self.tempo_clips, whole, strict=True)
            if clip.fold == fold
        ]


def clips_to_candidate_features(
    clips: Sequence[BeatClip], soft_music: Sequence[tuple[Floats, float]]
) -> CandidateFeatures:
    """Compute features of everything that has a label and of made-up pieces, if there are any."""
    tempo_clips = [clip for clip in clips if clip.bpm]
    key_clips = [clip for clip in clips if clip.key is not None]
    return CandidateFeatures(
        tempo_clips=tempo_clips,
        tempo=clips_to_tempo_features(tempo_clips),
        soft=soft_music_to_features(soft_music) if soft_music else None,
        key_clips=key_clips,
        key=clips_to_key_features(key_clips),
    )


def clips_to_held_out(clips: Sequence[BeatClip], rows: CandidateFeatures) -> HeldOut:
    """Predict every clip with a fold by the networks of the other folds."""
    from_audio: list[AudioPrediction] = []
    from_spectrograms: list[SpectrogramPrediction] = []
    for fold in FOLDS:
        tempo, key = rows.train([other for other in FOLDS if other != fold]).to_scorers()
        from_audio += clips_to_audio_predictions(
            [clip for clip in clips if clip.fold == fold], tempo, key
        )
        from_spectrograms += rows.to_spectrogram_predictions(fold, tempo)
    return HeldOut(from_audio, from_spectrograms)


def clips_to_audio_predictions(
    clips: Sequence[BeatClip], tempo: Scorer, key: Scorer
) -> list[AudioPrediction]:
    """Predict the clips that have 15 s of audio or more."""
    predictions = []
    hears = PulseModel()
    for clip in tqdm(clips, desc="audio", unit="clip", delay=5):
        if clip.audio is None:
            continue
        waveform = bytes_to_waveform(clip.audio.read_bytes(), LONGEST_CLIP_S).waveform
        if len(waveform) < SHORTEST_AUDIO_S * SAMPLE_RATE_HZ:
            continue
        windows = [window for window in waveform_to_windows(waveform) if not window.is_silent]
        if windows:
            log_mels = [window_to_log_mel(window) for window in windows]
            durations_s = [window.duration_s for window in windows]
            tempo_scores = log_mels_to_tempo_scores(log_mels, durations_s, tempo)
            evidence = log_mels_to_key_evidence(log_mels, windows, key)
            levels_db = waveform_to_levels(waveform)
            onsets, pulse = levels_to_onsets(levels_db), hears.levels_to_pulse(levels_db)
            predictions.append(
                AudioPrediction(clip, waveform, onsets, pulse, tempo_scores, evidence)
            )
    return predictions
