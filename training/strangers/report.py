"""`python -m training.strangers.report`: the served style model on whole performances.

Groove's validation part, rendered by the fonts whose single strokes training has, and by the one
that no training and no choice ever hears; alone, and under instruments of the same font. Writes
`training/reports/strangers.json`.
"""

import sys
from pathlib import Path
from typing import Any, Final

from beat_service.styles.style_model import StyleModel
from training.bundle import write_json
from training.data.dataset import DatasetError
from training.data.labelled_midi import folder_to_labelled
from training.playing.drum_bank import FONT_KITS
from training.playing.note_bank import FONTS, font_to_note_file
from training.playing.sound_fonts import FOLDER, HELD_OUT_FONT, installed
from training.settings import REPORTS, TrainingSettings
from training.strangers.figures import (
    MUSIC,
    STRAIGHT,
    VARIED,
    files_to_heard,
    heard_to_probabilities,
    heard_to_report,
    together,
)
from training.strangers.tables import confusion_table, strangers_table

REPORT: Final = REPORTS / "strangers.json"
SPLIT: Final = "validation"
SEED: Final = 200_000
SEED_OF_MUSIC: Final = 300_000


def fonts_to_measure(build_dir: Path) -> dict[str, dict[Path, Path | None]]:
    """List the fonts that are installed, by whether training has heard their strokes.

    Each comes with the notes of its instruments, where it has any that training plays.
    """
    heard = [FOLDER / name for name, *_ in FONT_KITS]
    found = {"heard": heard, "unheard": [HELD_OUT_FONT]}
    with_notes = {*FONTS, HELD_OUT_FONT.name}
    return {
        name: {
            font: _font_to_notes(font, build_dir) if font.name in with_notes else None
            for font in fonts
            if installed(font)
        }
        for name, fonts in found.items()
    }


def _font_to_notes(font: Path, build_dir: Path) -> Path:
    """Render the font's instruments once."""
    path = build_dir / f"notes-{font.stem}-{font.stat().st_size}.npz"
    if not path.exists():
        font_to_note_file(font, path)
    return path


def main() -> None:
    """Measure, print and write."""
    settings = TrainingSettings()
    model = StyleModel()
    files, _ = folder_to_labelled(settings.groove_dir, model.styles, split=SPLIT)
    report: dict[str, Any] = {}
    for name, fonts in fonts_to_measure(settings.build_dir).items():
        if fonts:
            heard = files_to_heard(files, fonts, SEED, (STRAIGHT, VARIED))
            with_notes = {font: notes for font, notes in fonts.items() if notes}
            if with_notes:
                music = files_to_heard(files, with_notes, SEED_OF_MUSIC, (MUSIC,))
                heard = together(heard, music)
            probabilities = heard_to_probabilities(heard, model.vectors_to_probabilities)
            report[name] = heard_to_report(
                heard, probabilities, model.styles, model.manifest.confident_from
            )
            print(f"{name}:\n{strangers_table(report[name])}\n{confusion_table(report[name])}")
    if not report:
        message = "no sound font is installed: see training/playing/drum_bank.py"
        raise DatasetError(message)
    write_json(REPORT, report)


if __name__ == "__main__":
    try:
        main()
    except DatasetError as refusal:
        sys.exit(f"cannot go on: {refusal}")
