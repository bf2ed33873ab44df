"""GTZAN's table and stored spectrograms → candidate features and targets of both networks.

`bpm` is from GTZAN-Rhythm (Marchand and Peeters 2015), `key` from Lerch's annotations: 0–11 for A,
A#, … major, 12–23 for the same minor, −1 or nothing where there is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from beat_service.analysis.chroma import PITCH_CLASSES, log_mel_to_key_features
from beat_service.analysis.tempogram import (
    BINS_PER_OCTAVE,
    candidate_tempi,
    log_mel_to_tempo_features,
)
from training.data.dataset import DatasetError, Row, folder_to_rows, rows_to_clips

PARTS = 3  # a clip is used whole and by halves
A_ABOVE_C = 9  # [semitones] the table counts from A, we count from C
TARGET_SPREAD_BINS = 1.7  # 2 %: neighbours within the tolerance are almost right
N_KEYS = 2 * PITCH_CLASSES

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class BeatClip:
    """What is known of a clip: `bpm` and `key` (0–23 from C, major first) may be None."""

    name: str
    genre: str
    fold: str
    bpm: float | None
    key: int | None
    audio: Path | None
    log_mel: Floats


def folder_to_beat_clips(folder: Path) -> list[BeatClip]:
    """Read clips with a log-mel, and a tempo or a key. Raises `DatasetError` if there are none."""
    rows = [row for row in folder_to_rows(folder) if row_to_bpm(row) or row_to_key(row) is not None]
    by_name = {row["clip"]: row for row in rows}
    clips, _ = rows_to_clips(folder, rows)
    if not clips:
        raise DatasetError(f"{folder.name} has no clip with bpm or key; clips.csv needs them")
    return [
        BeatClip(
            name=clip.name,
            genre=clip.genre,
            fold=clip.fold,
            bpm=row_to_bpm(by_name[clip.name]),
            key=row_to_key(by_name[clip.name]),
            audio=row_to_audio(folder, by_name[clip.name]),
            log_mel=clip.log_mel,
        )
        for clip in clips
    ]


def row_to_bpm(row: Row) -> float | None:
    """Read the tempo of a clip [bpm], if it is known."""
    return float(row["bpm"]) if row.get("bpm") else None


def row_to_key(row: Row) -> int | None:
    """Read the key of a clip, 0–23 counted from C, if it has one."""
    text = row.get("key", "")
    if not text or int(text) < 0:
        return None
    minor, tonic = divmod(int(text), PITCH_CLASSES)
    return minor * PITCH_CLASSES + (tonic + A_ABOVE_C) % PITCH_CLASSES


def row_to_audio(folder: Path, row: Row) -> Path | None:
    """Find the audio file of a clip, if there is one."""
    return folder / row["audio"] if row.get("audio") else None


def clips_to_tempo_features(clips: Sequence[BeatClip]) -> tuple[Floats, Floats]:
    """Compute features and targets of every clip, whole and by halves: uploads have any length.

    float32 `(3 · n_clips, n_tempi, n_features)` and `(3 · n_clips, n_tempi)`; every third row, from
    the first on, is a whole clip.
    """
    rows, targets = [], []
    for clip in tqdm(clips, desc="tempo candidates", delay=5):
        half = clip.log_mel.shape[1] // 2
        parts = (clip.log_mel, clip.log_mel[:, :half], clip.log_mel[:, half:])
        rows += [log_mel_to_tempo_features(part) for part in parts]
        targets += [bpm_to_target(clip.bpm or 0.0)] * len(parts)
    return np.stack(rows), np.stack(targets)


def soft_music_to_features(pieces: Sequence[tuple[Floats, float]]) -> tuple[Floats, Floats]:
    """Compute features and targets of pieces, `(n, n_tempi, n_features)` and `(n, n_tempi)`."""
    rows = [log_mel_to_tempo_features(log_mel) for log_mel, _ in pieces]
    return np.stack(rows), np.stack([bpm_to_target(bpm) for _, bpm in pieces])


def bpm_to_target(bpm: float) -> Floats:
    """Draw the network's target: a bell of 2 % around the tempo, float32 `(n_tempi,)`, sum 1."""
    distance = np.log2(candidate_tempi() / bpm) * BINS_PER_OCTAVE
    bell = np.exp(-0.5 * (distance / TARGET_SPREAD_BINS) ** 2) + 1e-8
    return np.asarray(bell / bell.sum(), np.float32)


def clips_to_key_features(clips: Sequence[BeatClip]) -> tuple[Floats, Floats]:
    """Compute features, float32 `(n_clips, 12, n_features)`, and targets `(n_clips, 24)`."""
    rows = np.stack([log_mel_to_key_features(clip.log_mel) for clip in clips])
    targets = np.zeros((len(clips), N_KEYS), np.float32)
    for number, clip in enumerate(clips):
        minor, tonic = divmod(clip.key or 0, PITCH_CLASSES)
        targets[number, 2 * tonic + minor] = 1
    return rows, targets
