"""Figures of the style model → the tables that README, card and terminal show."""

from collections.abc import Mapping
from typing import Any, Final

from training.markdown import rows_to_markdown

SETS: Final = {
    "patterns": "our patterns, other tempi, kit “dusty”",
    "groove_kit": "Groove validation, kit “dusty”",
    "groove_font": "Groove validation, sound font FluidR3",
    "patterns_mixed": "our patterns, “dusty” among instruments of FluidR3",
    "groove_mixed": "Groove validation, FluidR3 among its instruments",
}
WAYS: Final = {"without": "the rhythm alone", "with": "rhythm and the genre of the SVM"}
MOST_NAMED: Final = 3  # styles
STYLES_HEADER: Final = (
    *("set", "beats", "first answer right (95 %)", "among first three", "majority baseline"),
    *("mean over styles", "calibration error", "sure, and right then"),
)
SONGS_HEADER: Final = (
    *("music", "clips", "a style that the genre allows (95 %)", "any style at random"),
    *("always “Rock”", "sure", "right then"),
)


def beat_styles_table(report: Mapping[str, Any]) -> str:
    """Write `reports/beat_styles.json` as Markdown: a row for each set that was measured."""
    rows = [_row(SETS[name], report[name]) for name in SETS if name in report]
    return rows_to_markdown(STYLES_HEADER, rows)


def _row(title: str, measures: Mapping[str, Any]) -> tuple[str, ...]:
    top1, top3 = measures["top1"], measures["top3"]
    low, high = top1["accuracy_95"]
    right = measures["confident_right"]
    return (
        title,
        str(top1["n_clips"]),
        f"{top1['accuracy']:.1%} ({low:.0%} – {high:.0%})",
        f"{top3['accuracy']:.1%}",
        f"{measures['majority']:.1%}",
        f"{measures['macro_top1']:.1%}",
        f"{measures['ece']:.3f}",
        f"{measures['confident']:.0%}, {'–' if right is None else f'{right:.0%}'}",
    )


def songs_table(report: Mapping[str, Any]) -> str:
    """Write what the model predicts for whole songs, and music without drums, as Markdown."""
    rows: list[tuple[str, ...]] = []
    if "songs" in report:
        songs = report["songs"]
        right, n_sure = songs["right"], songs["n_confident"]
        low, high = right["accuracy_95"]
        rows.append(
            (
                "GTZAN without classical music",
                str(right["n_clips"]),
                f"{right['accuracy']:.1%} ({low:.0%} – {high:.0%})",
                f"{songs['chance']:.1%}",
                f"{songs['always_rock']:.1%}",
                str(n_sure),
                str(songs["n_confident_right"] if n_sure else "–"),
            )
        )
        rows.append(_row_without_drums("GTZAN’s classical music", songs["without_drums"]))
    if "no_drums" in report:
        title = "made-up music without drums, FluidR3"
        rows.append(_row_without_drums(title, report["no_drums"]))
    return rows_to_markdown(SONGS_HEADER, rows)


def _row_without_drums(title: str, counts: Mapping[str, int]) -> tuple[str, ...]:
    return (title, str(counts["n_clips"]), "–", "–", "–", str(counts["n_sure"]), "–")


def styles_with_genres_table(report: Mapping[str, Any]) -> str:
    """Write how many styles go with the clip's genre, and which are recommended most."""
    rows = []
    for how, title in WAYS.items():
        measures = report[how]
        low, high = measures["accuracy_95"]
        styles = sorted(report[f"styles_{how}"].items(), key=lambda counted: -counted[1])
        most = ", ".join(f"{style} {n}" for style, n in styles[:MOST_NAMED])
        accuracy = f"{measures['accuracy']:.1%} ({low:.1%} – {high:.1%})"
        rows.append((title, str(measures["n_clips"]), accuracy, most))
    return rows_to_markdown(("style by", "clips", "goes with the clip's genre", "most often"), rows)
