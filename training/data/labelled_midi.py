"""A folder of MIDI files whose style is known → their paths, styles and drummers.

Three layouts are read: Groove's `info.csv`, any CSV with the columns `midi_filename` (or `file`)
and `style`, and folders that are named after a style. Styles are ours or those of Groove.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from beat_service.drums.pattern import BEATS_PER_BAR
from training.data.dataset import DatasetError
from training.data.groove import FEWEST_BARS, GROOVE_TO_STYLE

LABELS: Final = "info.csv"
MIDI: Final = frozenset({".mid", ".midi"})
FILE_COLUMNS: Final = ("midi_filename", "file", "path")
BEAT: Final = "beat"


@dataclass(frozen=True)
class LabelledMidi:
    """A MIDI file, its style, and who played it; empty where that is not known."""

    name: str
    path: Path
    style: str
    player: str
    bpm: float | None


def folder_to_labelled(
    folder: Path, styles: tuple[str, ...], labels: Path | None = None, split: str | None = None
) -> tuple[list[LabelledMidi], dict[str, int]]:
    """Read a folder; also count the files of each style that is not one of `styles`.

    Of Groove the beats of four bars or more are taken, not the fills. `split` chooses rows whose
    column `split` says so. Raises `DatasetError` where there is nothing to read.
    """
    known = {style.casefold(): style for style in styles} | {
        name: style for name, style in GROOVE_TO_STYLE.items() if style in styles
    }
    table = labels or folder / LABELS
    if labels or table.is_file():
        return _table_to_labelled(folder, table, known, split)
    found: list[LabelledMidi] = []
    unknown: dict[str, int] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in MIDI:
            said = path.parent.name
            _add(found, unknown, known, LabelledMidi(_name(folder, path), path, said, "", None))
    if not found and not unknown:
        message = f"{folder} holds no MIDI files"
        raise DatasetError(message)
    return found, unknown


def _table_to_labelled(
    folder: Path, table: Path, known: Mapping[str, str], split: str | None
) -> tuple[list[LabelledMidi], dict[str, int]]:
    """Read the rows of a table whose files are beside it or in the folder."""
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    column = next((name for name in FILE_COLUMNS if rows and name in rows[0]), None)
    if column is None or "style" not in rows[0]:
        message = f"{table} has no columns midi_filename and style"
        raise DatasetError(message)
    found: list[LabelledMidi] = []
    unknown: dict[str, int] = {}
    for row in rows:
        if (split and row.get("split") != split) or not _is_beat(row):
            continue
        path = folder / row[column]
        bpm = float(row["bpm"]) if row.get("bpm") else None
        player = row.get("drummer") or ""
        _add(
            found,
            unknown,
            known,
            LabelledMidi(_name(folder, path), path, row["style"], player, bpm),
        )
    return found, unknown


def _is_beat(row: Mapping[str, str]) -> bool:
    """Tell fills and what is shorter than four bars by Groove's columns, where they are."""
    if row.get("beat_type", BEAT) != BEAT:
        return False
    if not row.get("duration") or not row.get("bpm"):
        return True
    return float(row["duration"]) * float(row["bpm"]) / 60 / BEATS_PER_BAR >= FEWEST_BARS


def _add(
    found: list[LabelledMidi], unknown: dict[str, int], known: Mapping[str, str], one: LabelledMidi
) -> None:
    """Keep a file under our name of its style, or count its style as unknown."""
    said = one.style.strip().replace("_", " ").casefold()
    style = known.get(said) or known.get(said.partition("/")[0])
    if style is None:
        unknown[one.style] = unknown.get(one.style, 0) + 1
    else:
        found.append(LabelledMidi(one.name, one.path, style, one.player, one.bpm))


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).with_suffix("").as_posix()
