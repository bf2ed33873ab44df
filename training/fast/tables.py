"""What the mode `fast` loses → the tables of README."""

from collections.abc import Mapping
from typing import Any, Final

from training.markdown import measures_to_cell, rows_to_markdown

FULL, FAST = ", full", ", fast"
# As the report of the folds calls them: what is saved, and on which clips that was measured.
CLIPS: Final = {
    "all clips": ("VGG19 only where the SVM doubts", "all clips"),
    "audio, 2 patches": ("and two patches instead of four", "audio of 15 s or more"),
}
AGREEMENTS: Final = {
    "same_nearest": "nearest to the same genre",
    "same_outcome": "the same answer: genre and how sure, or none",
    "another_genre": "both confident, of two genres",
    "sure_alone": "fast confident where full is not",
    "same_tempo": "tempo within 4 %, where full has one",
    "same_key": "the same key, where it is clear to full",
}


def fast_table(report: Mapping[str, Any]) -> str:
    """Write what each saving costs, of labelled clips that the models have not heard."""
    header = ("saved", "clips", "full", "fast", "lost [points]", "fast: coverage and precision")
    rows = []
    for name, (saved, clips) in CLIPS.items():
        full, fast = (report[f"{name}{mode}"] for mode in (FULL, FAST))
        low, high = fast["lost_points_95"]
        sure = fast["confident"]
        rows.append(
            (
                saved,
                f"{clips}, {fast['n_clips']}",
                measures_to_cell(full),
                measures_to_cell(fast),
                f"{fast['lost_points']:.1f} ({low:.1f} – {high:.1f})",
                f"{sure['share']:.0%}, {sure['precision']:.0%}",
            )
        )
    return rows_to_markdown(header, rows)


def whole_pieces_table(report: Mapping[str, Any]) -> str:
    """Write how often fast and full agree about whole pieces."""
    rows = [
        (title, str(report[name]["n_clips"]), measures_to_cell(report[name]))
        for name, title in AGREEMENTS.items()
        if name in report
    ]
    return rows_to_markdown(("whole pieces of free games", "pieces", "share"), rows)
