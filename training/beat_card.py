"""Figures of the style model → its model card."""

from typing import Any, Final

CARD: Final = """---
license: mit
tags: [music, rhythm, onnx]
---
# Styles of beats

Maps what a rhythm and its drums are like (`beat_service/rhythm_vector.py`) to 28 styles.
Four small networks, averaged, in one ONNX graph.

## Use
To find beats that fit a recording. The rhythm is heard without tempo or first beat, so their
mistakes do not matter here.
Out of scope: music without drums, and styles outside the list (they get one of these, often as
“ambiguous”).

## Training data
- Our own {n_patterns} patterns, CC0, with human timing, fills, pieces left out and other
  instruments.
- Groove MIDI Dataset 1.0.0, train part, CC BY 4.0 (Gillick et al., ICML 2019), by its first style.
- Played by three of our kits, 48 kits of random parameters, and TimGM6mb where it is installed.

## Figures (`make train-styles`)
None of the kits, tempi or performances below were in training.
The ranges of the random kits were widened after a first, poor result on the kit “dusty”, which lies
within them: the sound font is the stricter test.

| set | beats | top-1 (95 %) | top-3 | commonest style | ECE | sure | right when sure |
|---|---|---|---|---|---|---|---|
{rows}

Groove's rows count the styles of which it has 20 beats or more: Rock, Latin, Jazz Swing, Funk and
Boom Bap (its “hiphop”). The validation part is small: see the intervals.
Calibrated on Groove performances left out of training (ECE {ece:.3f}); “sure” is the confidence
from which four answers in five were right there.
"""

SETS: Final = {
    "patterns": "our patterns, other tempi, kit “dusty”",
    "groove_kit": "Groove validation, kit “dusty”",
    "groove_font": "Groove validation, sound font FluidR3",
}


def report_to_card(report: dict[str, Any]) -> str:
    """The card, in Markdown."""
    rows = "\n".join(_row(SETS[name], report[name]) for name in SETS if name in report)
    training = report["training"]
    return CARD.format(rows=rows, n_patterns=training["n_patterns"], ece=training["ece_held_out"])


def _row(title: str, measures: dict[str, Any]) -> str:
    top1, top3 = measures["top1"], measures["top3"]
    low, high = top1["accuracy_95"]
    right = measures["confident_right"]
    return (
        f"| {title} | {top1['n_clips']} | {top1['accuracy']:.1%} ({low:.0%} – {high:.0%}) "
        f"| {top3['accuracy']:.1%} | {measures['majority']:.1%} | {measures['ece']:.3f} "
        f"| {measures['confident']:.0%} | {'–' if right is None else f'{right:.0%}'} |"
    )
