"""`make judge-styles ARGS="--midi DIR --font FILE"`: render labelled MIDI, judge the style model.

Labels are those of a CSV (`--labels`, or the folder's `info.csv`, as Groove has it), or the names
of the sub-folders. Needs FluidSynth.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from beat_service.styles.style_model import MODEL_DIR, StyleModel
from training.bundle import write_json
from training.data.dataset import DatasetError
from training.data.labelled_midi import folder_to_labelled
from training.playing.note_bank import font_to_note_file
from training.playing.sound_fonts import installed
from training.settings import TrainingSettings
from training.strangers.figures import (
    MUSIC,
    STRAIGHT,
    WAYS,
    files_to_heard,
    heard_to_probabilities,
    heard_to_report,
)
from training.strangers.tables import confusion_table, strangers_table

SEED: Final = 11


def main(arguments: Sequence[str] | None = None) -> None:
    """Judge and print, as the command line says."""
    said = _parser().parse_args(arguments)
    if not installed(said.font):
        message = f"{said.font} or FluidSynth is not there: apt install fluidsynth"
        raise DatasetError(message)
    model = StyleModel(said.model)
    files, unknown = folder_to_labelled(said.midi, model.styles, said.labels, said.split)
    for style, number in sorted(unknown.items()):
        print(f"left out: {number} of “{style}”, which the model has not", file=sys.stderr)
    if not files:
        message = f"no file of {said.midi} has a style of the model: {', '.join(model.styles)}"
        raise DatasetError(message)
    notes = _font_to_notes(said.font) if MUSIC in said.ways else None
    heard = files_to_heard(files, {said.font: notes}, SEED, said.ways)
    probabilities = heard_to_probabilities(heard, model.vectors_to_probabilities)
    report = heard_to_report(heard, probabilities, model.styles, model.manifest.confident_from)
    print(report_to_text(report))
    if said.report:
        write_json(said.report, report)


def report_to_text(report: dict[str, Any]) -> str:
    """Write the tables for the terminal."""
    return f"{strangers_table(report)}\n\n{confusion_table(report)}"


def _font_to_notes(font: Path) -> Path:
    """Render the font's instruments once, for the music around the drums."""
    path = TrainingSettings().build_dir / f"notes-{font.stem}-{font.stat().st_size}.npz"
    if not path.exists():
        font_to_note_file(font, path)
    return path


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("make judge-styles", description=__doc__)
    parser.add_argument("--midi", type=Path, required=True, help="folder of MIDI files")
    parser.add_argument("--font", type=Path, required=True, help="sound font, SF2 or SF3")
    parser.add_argument("--labels", type=Path, help="CSV with midi_filename (or file) and style")
    parser.add_argument("--split", help="only rows whose column `split` says this")
    parser.add_argument("--model", type=Path, default=MODEL_DIR, help="folder of a style model")
    parser.add_argument("--report", type=Path, help="JSON file to write the figures to")
    parser.add_argument(
        "--ways", nargs="+", choices=WAYS, default=[STRAIGHT],
        help="straight: as file and font are; varied: played, recorded otherwise; or under music",
    )  # fmt: skip
    return parser


if __name__ == "__main__":
    try:
        main()
    except DatasetError as refusal:
        sys.exit(f"cannot go on: {refusal}")
