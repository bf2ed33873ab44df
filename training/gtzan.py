"""GTZAN on disk → clips with log-mels, in the two layouts that exist.

- As published: `<genre>/<genre>.NNNNN.wav|au`; one split, "all", no artists.
- With a table: `clips.csv` (`clip, genre, split, fold, …`), `mels.npz` (`clip`, `mel` uint8
  `(n, 128, n_columns)`, levels of the whole clip) and `audio/`; a clip without a stored mel is
  computed from its audio.

Source: Tzanetakis and Cook, "Musical genre classification of audio signals", 2002,
doi:10.1109/TSA.2002.800560. No licence is granted for the audio: research use, never redistributed.
Known faults (repeats, mislabels, one artist on both sides): Sturm, arXiv:1306.1461. The split
`train`/`valid`/`test` is the fault-filtered one of Kereliuk, Sturm and Larsen 2015; `fold` is the
artist-disjoint one of Foleiss. Never split at random, never by segment.
"""

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from audio.columns import MAX_LEVEL
from audio.constants import DYNAMIC_RANGE_DB, GENRES
from audio.decode import bytes_to_waveform
from audio.errors import AudioProcessingError
from audio.track import window_to_log_mel
from audio.windows import waveform_to_windows

AUDIO_SUFFIXES = (".wav", ".au", ".flac", ".mp3", ".ogg", ".aiff")
LONGEST_CLIP_S = 900.0


@dataclass(frozen=True)
class Clip:
    """One clip: its log-mel, float32 `(n_mels, n_columns)` dB, and what the table says of it."""

    name: str
    genre: str
    split: str
    fold: str  # "1" … "3"; empty where the artist is not known
    log_mel: NDArray[np.float32]

    @property
    def label(self) -> int:
        """Index of the genre."""
        return GENRES.index(self.genre)


class DatasetError(Exception):
    """The folder cannot be used; the message says why."""


def folder_to_clips(folder: Path, split: str | None = None) -> list[Clip]:
    """Load all clips of a folder, or those of one split; unreadable ones are listed and left out.

    Raises `DatasetError` when nothing is left.
    """
    if not folder.is_dir():
        raise DatasetError(f"{folder} is not a folder; set GTZAN_DIR or --data")
    rows = folder_to_rows(folder)
    wanted = [row for row in rows if split in (None, "all", row["split"])]
    if not wanted:
        found = ", ".join(sorted({row["split"] for row in rows})) or "no clips at all"
        raise DatasetError(f"no clip of split {split!r} in {folder.name}; there is: {found}")
    clips = list(_rows_to_clips(folder, wanted))
    if not clips:
        raise DatasetError(f"none of the {len(wanted)} clips in {folder.name} can be read")
    return clips


def folder_to_rows(folder: Path) -> list[dict[str, str]]:
    """What is known of each clip: `clip`, `genre`, `split`, `fold`, `audio` (empty if none)."""
    return _table_rows(folder) if (folder / "clips.csv").exists() else _folder_rows(folder)


def _table_rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "clips.csv").open(newline="", encoding="utf-8") as table:
        return [
            {"split": "all", "fold": "", "audio": ""} | row
            for row in csv.DictReader(table)
            if row["genre"] in GENRES
        ]


def _folder_rows(folder: Path) -> list[dict[str, str]]:
    return [
        {
            "clip": path.stem,
            "genre": genre,
            "split": "all",
            "fold": "",
            "audio": str(path.relative_to(folder)),
        }
        for genre in GENRES
        for path in sorted((folder / genre).glob("*"))
        if path.suffix.lower() in AUDIO_SUFFIXES
    ]


def _rows_to_clips(folder: Path, rows: list[dict[str, str]]) -> Iterator[Clip]:
    stored = _stored_levels(folder)
    for row in tqdm(rows, desc="clips", unit="clip", delay=5):
        name = row["clip"]
        if name in stored:
            log_mel = levels_to_log_mel(stored[name])
        elif row["audio"]:
            try:
                log_mel = file_to_log_mel(folder / row["audio"])
            except (AudioProcessingError, OSError) as error:
                tqdm.write(f"left out: {name} ({type(error).__name__})", file=sys.stderr)
                continue
        else:
            tqdm.write(f"left out: {name} (neither a stored mel nor audio)", file=sys.stderr)
            continue
        yield Clip(name, row["genre"], row["split"], row["fold"], log_mel)


def _stored_levels(folder: Path) -> dict[str, NDArray[np.uint8]]:
    path = folder / "mels.npz"
    if not path.exists():
        return {}
    with np.load(path) as stored:
        return dict(zip(stored["clip"].tolist(), stored["mel"], strict=True))


def levels_to_log_mel(levels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Stored levels as decibels over the full range; `log_mel_to_levels` gives the levels back.

    The clip's own range in dB is not stored, so 255 levels stand for 80 dB.
    """
    level_db = (levels.astype(np.float32) / MAX_LEVEL - 1) * DYNAMIC_RANGE_DB
    return np.asarray(level_db, np.float32)


def file_to_log_mel(path: Path) -> NDArray[np.float32]:
    """Log-mel of the first window of an audio file. Raises `AudioProcessingError`, `OSError`."""
    decoded = bytes_to_waveform(path.read_bytes(), LONGEST_CLIP_S)
    return waveform_to_log_mel_of_clip(decoded.waveform)


def waveform_to_log_mel_of_clip(waveform: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log-mel of the first window of a clip's waveform, float32 `(n,)` at 22 050 Hz."""
    return window_to_log_mel(waveform_to_windows(waveform)[0])
