"""Figures of the style model → the table that README, card and terminal show."""

from collections.abc import Mapping
from typing import Any, Final

SETS: Final = {
    "patterns": "our patterns, other tempi, kit “dusty”",
    "groove_kit": "Groove validation, kit “dusty”",
    "groove_font": "Groove validation, sound font FluidR3",
}


def beat_styles_table(report: Mapping[str, Any]) -> str:
    """`reports/beat_styles.json` as Markdown: a row for each set that was measured."""
    rows = [
        (
            "| set | beats | first answer right (95 %) | among first three | always the commonest "
            "| mean over styles | calibration error | sure, and right then |"
        ),
        "|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join(rows + [_row(SETS[name], report[name]) for name in SETS if name in report])


def _row(title: str, measures: Mapping[str, Any]) -> str:
    top1, top3 = measures["top1"], measures["top3"]
    low, high = top1["accuracy_95"]
    right = measures["confident_right"]
    return (
        f"| {title} | {top1['n_clips']} | {top1['accuracy']:.1%} ({low:.0%} – {high:.0%}) "
        f"| {top3['accuracy']:.1%} | {measures['majority']:.1%} | {measures['macro_top1']:.1%} "
        f"| {measures['ece']:.3f} "
        f"| {measures['confident']:.0%}, {'–' if right is None else f'{right:.0%}'} |"
    )
