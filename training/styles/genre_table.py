"""The report of styles with and without a genre → the table of README."""

from collections.abc import Mapping
from typing import Any, Final

from training.markdown import rows_to_markdown

WAYS: Final = {"without": "the rhythm alone", "with": "rhythm and the genre of the SVM"}
N_STYLES: Final = 3


def styles_with_genres_table(report: Mapping[str, Any]) -> str:
    """How many styles go with the clip's genre, and which are recommended most."""
    rows = []
    for how, title in WAYS.items():
        measures = report[how]
        low, high = measures["accuracy_95"]
        styles = sorted(report[f"styles_{how}"].items(), key=lambda counted: -counted[1])
        most = ", ".join(f"{style} {n}" for style, n in styles[:N_STYLES])
        accuracy = f"{measures['accuracy']:.1%} ({low:.1%} – {high:.1%})"
        rows.append((title, str(measures["n_clips"]), accuracy, most))
    return rows_to_markdown(("style by", "clips", "goes with the clip's genre", "most often"), rows)
