"""A folder of labelled clips → clips with log-mels: GTZAN in its two layouts, or anybody's own.

- Folders: `<genre>/*.wav|flac|mp3|…`, as GTZAN is published; one split, "all", no folds. Genres
  are the names of the folders that hold audio; folds need artists, which `Artist - Title.mp3` has.
- With a table: `clips.csv` with `genre` and at least one of `audio` (a path) and `clip`; `split`,
  `fold` and `artist` (or `artist_id`) are optional. `mels.npz` (`clip`, `mel` uint8
  `(n, 128, n_columns)`, levels of the whole clip) is optional too; a clip without a stored mel is
  computed from its audio.

Of a file longer than a window the sounding window nearest to its middle is taken: songs begin and
end unlike themselves, and one window for each file keeps files equal.

GTZAN: Tzanetakis and Cook, "Musical genre classification of audio signals", 2002,
doi:10.1109/TSA.2002.800560. No licence is granted for the audio: research use, never redistributed.
Known faults (repeats, mislabels, one artist on both sides): Sturm, arXiv:1306.1461. The split
`train`/`valid`/`test` is the fault-filtered one of Kereliuk, Sturm and Larsen 2015; `fold` is the
artist-disjoint one of Foleiss. Never split at random, never by segment.
"""

import csv
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from music_genre.audio.constants import DYNAMIC_RANGE_DB, SAMPLE_RATE_HZ
from music_genre.audio.decode import READABLE_SUFFIXES, bytes_to_waveform
from music_genre.audio.errors import AudioProcessingError
from music_genre.audio.levels import MAX_LEVEL
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from svm_service.patches import waveform_to_musicnn_mel
from training.data.narrow_band import waveform_to_narrow

TABLE: Final = "clips.csv"
# The others cannot be decoded here; they are taken up to be listed as left out.
AUDIO_SUFFIXES: Final = (*READABLE_SUFFIXES, ".ape", ".mpc", ".dsf")
LONGEST_CLIP_S: Final = 900.0
# "Artist - Title", also behind a track number: "07. Artist - Title", "07 - Artist - Title".
ARTIST: Final = re.compile(r"(?:\d+\s*[.-]\s*)?(?P<artist>.*?[^\d\s].*?) - .+")

Row = dict[str, str]


@dataclass(frozen=True)
class Spectrograms:
    """What is kept of a waveform, all of the same window.

    `log_mel` is float32 `(n_mels, n_columns)` dB, `musicnn_mel` `(n_frames, 96)`, ≥ 0; `narrow` are
    those of what is left in a narrow band, None where that is silent and where nobody asked.
    """

    log_mel: NDArray[np.float32]
    musicnn_mel: NDArray[np.float32]
    narrow: "Spectrograms | None" = None


@dataclass(frozen=True)
class Clip:
    """One clip: its log-mel, float32 `(n_mels, n_columns)` dB, and what is known of it."""

    name: str
    genre: str
    split: str
    fold: str  # "1" … "3"; empty where the artist is not known
    log_mel: NDArray[np.float32]
    artist: str = ""  # empty where it is not known
    musicnn_mel: NDArray[np.float32] | None = None  # (n_frames, 96), ≥ 0; None without audio
    narrow: Spectrograms | None = None  # of its audio in a narrow band; None without audio


@dataclass(frozen=True)
class LeftOut:
    """A clip that cannot be used, and why."""

    name: str
    genre: str
    reason: str


class DatasetError(Exception):
    """The folder cannot be used; the message says why."""


class SilentClipError(AudioProcessingError):
    """No window of the clip is louder than silence."""

    code: ClassVar[str] = "silent_audio"


def folder_to_clips(folder: Path, split: str | None = None) -> list[Clip]:
    """Load all clips of a folder, or those of one split; unreadable ones are listed and left out.

    Raises `DatasetError` when nothing is left.
    """
    rows = folder_to_rows(folder)
    wanted = [row for row in rows if split in (None, "all", row["split"])]
    if not wanted:
        found = ", ".join(sorted({row["split"] for row in rows})) or "no clips at all"
        raise DatasetError(f"no clip of split {split!r} in {folder.name}; there is: {found}")
    clips, left_out = rows_to_clips(folder, wanted, with_audio=True)
    for clip in left_out:
        print(f"left out: {clip.name} ({clip.reason})", file=sys.stderr)
    if not clips:
        raise DatasetError(f"none of the {len(wanted)} clips in {folder.name} can be read")
    return clips


def clips_to_genres(clips: Iterable[Clip]) -> tuple[str, ...]:
    """Name the genres, sorted: a clip's genre number is its place here."""
    return tuple(sorted({clip.genre for clip in clips}))


def folder_to_rows(folder: Path) -> list[Row]:
    """Read what is known of each clip: `clip`, `genre`, `split`, `fold`, `artist`, `audio`.

    What is not known is empty; genres are in Unicode's composed form, because file systems differ.
    Raises `DatasetError` for a missing folder and for a table without genres.
    """
    if not folder.is_dir():
        raise DatasetError(f"{folder} is not a folder; set GTZAN_DIR or --data")
    rows = _table_rows(folder) if (folder / TABLE).exists() else _folder_rows(folder)
    return [row | {"genre": unicodedata.normalize("NFC", row["genre"])} for row in rows]


def _table_rows(folder: Path) -> list[Row]:
    try:
        with (folder / TABLE).open(newline="", encoding="utf-8-sig") as table:
            reader = csv.DictReader(table, restval="")
            rows: list[Row] = [{k: v for k, v in row.items() if k} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DatasetError(f"{TABLE} cannot be read: {error}") from error
    columns = set(reader.fieldnames or ())
    if "genre" not in columns or not columns & {"audio", "clip"}:
        raise DatasetError(f"{TABLE} needs the columns genre, and audio or clip")
    known = {"split": "all", "fold": "", "audio": ""}
    return [
        known | {"clip": Path(row.get("audio", "")).stem, "artist": row.get("artist_id", "")} | row
        for row in rows
    ]


def _folder_rows(folder: Path) -> list[Row]:
    return [
        {
            "clip": path.stem,
            "genre": path.parent.name,
            "split": "all",
            "fold": "",
            "artist": _stem_to_artist(path.stem),
            "audio": str(path.relative_to(folder)),
        }
        for path in sorted(folder.glob("*/*"))
        # macOS leaves ._song.mp3 beside song.mp3
        if path.suffix.lower() in AUDIO_SUFFIXES and not path.name.startswith(".")
    ]


def _stem_to_artist(stem: str) -> str:
    found = ARTIST.fullmatch(stem)
    return unicodedata.normalize("NFC", found["artist"].strip().casefold()) if found else ""


def file_to_spectrograms(path: Path) -> Spectrograms:
    """Compute those of a file's middle window, the narrow ones too.

    Raises `AudioProcessingError`, `OSError`.
    """
    waveform = bytes_to_waveform(path.read_bytes(), LONGEST_CLIP_S).waveform
    spectrograms = waveform_to_spectrograms(waveform)
    try:
        narrow = waveform_to_spectrograms(waveform_to_narrow(waveform))
    except SilentClipError:  # all that there is lies outside of the band: nothing to learn from
        narrow = None
    return replace(spectrograms, narrow=narrow)


def rows_to_clips(
    folder: Path,
    rows: list[Row],
    read: Callable[[Path], Spectrograms] = file_to_spectrograms,
    *,
    with_audio: bool = False,
) -> tuple[list[Clip], list[LeftOut]]:
    """Take log-mels that are stored or that `read` finds; give clips, and those that have none.

    With `with_audio` a clip whose log-mel is stored gets musicnn's spectrogram of its audio too,
    where there is some: the stored one is too coarse in time for that.
    """
    stored = _stored_levels(folder)
    clips, left_out = [], []
    for row in tqdm(rows, desc="clips", unit="clip", delay=5):
        levels = stored.get(row["clip"])
        audio = folder / row["audio"]
        heard = None
        try:
            if row["audio"] and (levels is None or (with_audio and audio.is_file())):
                heard = read(audio)
        except (AudioProcessingError, OSError) as error:
            left_out.append(LeftOut(row["audio"], row["genre"], error_to_reason(error)))
            continue
        if levels is not None:
            clips.append(_row_to_clip(row, levels_to_log_mel(levels), heard))
        elif heard is not None:
            clips.append(_row_to_clip(row, heard.log_mel, heard))
        else:
            left_out.append(LeftOut(row["clip"], row["genre"], "neither stored mel nor audio"))
    return clips, left_out


def _row_to_clip(row: Row, log_mel: NDArray[np.float32], heard: Spectrograms | None) -> Clip:
    """Make a clip of its log-mel and of what was computed from its audio, if it has some."""
    known = (row["clip"], row["genre"], row["split"], row["fold"])
    of_audio = (heard.musicnn_mel, heard.narrow) if heard else (None, None)
    return Clip(*known, log_mel, row["artist"], *of_audio)


def error_to_reason(error: AudioProcessingError | OSError) -> str:
    """Say why a file cannot be used, in a few words."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    facts = ", ".join(f"{name} {value:g}" for name, value in error.facts.items())
    return ": ".join(part for part in (error.code.replace("_", " "), facts) if part)


def _stored_levels(folder: Path) -> dict[str, NDArray[np.uint8]]:
    path = folder / "mels.npz"
    if not path.exists():
        return {}
    with np.load(path) as stored:
        return dict(zip(stored["clip"].tolist(), stored["mel"], strict=True))


def levels_to_log_mel(levels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Scale stored levels to dB, −80 … 0, float32; `log_mel_to_levels` gives the levels back.

    The clip's own range in dB is not stored, so 255 levels stand for 80 dB.
    """
    level_db = (levels.astype(np.float32) / MAX_LEVEL - 1) * DYNAMIC_RANGE_DB
    return np.asarray(level_db, np.float32)


def waveform_to_spectrograms(waveform: NDArray[np.float32]) -> Spectrograms:
    """Compute those of the middle sounding window of a waveform, float32 `(n,)` at 22 050 Hz.

    Raises `SilentClipError`.
    """
    sounding = [window for window in waveform_to_windows(waveform) if not window.is_silent]
    if not sounding:
        raise SilentClipError
    duration_s = len(waveform) / SAMPLE_RATE_HZ
    middle = min(sounding, key=lambda w: abs(w.start_s + w.end_s - duration_s))
    return Spectrograms(window_to_log_mel(middle), waveform_to_musicnn_mel(middle.samples))
