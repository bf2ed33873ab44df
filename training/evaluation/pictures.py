"""Figures of the folds report → pictures: where genres go, whether confidence is earned."""

import io
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from training.bundle import replace_file

mpl.use("Agg")
SIZE_INCHES = (11.0, 5.0)
INK, ACCENT, GRID = "#1d1d1b", "#0d6e66", "#d9d9d4"


def measures_to_picture(title: str, measures: dict[str, Any], path: Path) -> None:
    """Draw confusion table and reliability diagram of one model, side by side, as a PNG."""
    figure = Figure(figsize=SIZE_INCHES, layout="constrained")
    left, right = figure.subplots(1, 2)
    _draw_confusion(left, measures)
    _draw_reliability(right, measures)
    figure.suptitle(title, color=INK)
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=110, metadata={"Software": None})
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, png.getvalue())


def _draw_confusion(axes: Any, measures: dict[str, Any]) -> None:
    """Draw which share of each true genre (rows) was predicted as each genre (columns)."""
    genres = measures["genres"]
    shares = [[count / max(1, sum(row)) for count in row] for row in measures["confusion"]]
    axes.imshow(shares, cmap="GnBu", vmin=0, vmax=1)
    for y, row in enumerate(shares):
        for x, share in enumerate(row):
            if share >= 0.005:  # noqa: PLR2004  # what rounds to 0 % stays empty
                colour = "white" if share > 0.6 else INK  # noqa: PLR2004  # dark cells
                axes.text(x, y, f"{share:.0%}", ha="center", va="center", size=7, color=colour)
    axes.set_xticks(range(len(genres)), genres, rotation=45, ha="right")
    axes.set_yticks(range(len(genres)), genres)
    axes.set_xlabel("said")
    axes.set_ylabel("true")


def _draw_reliability(axes: Any, measures: dict[str, Any]) -> None:
    """Accuracy over confidence; on the diagonal, 70 % means right seven times in ten."""
    bins = measures["reliability"]
    confidence = [point["confidence"] for point in bins]
    accuracy = [point["accuracy"] for point in bins]
    areas = [8 + 300 * point["n_clips"] / measures["n_clips"] for point in bins]
    axes.plot([0, 1], [0, 1], color=GRID, zorder=0)
    axes.plot(confidence, accuracy, color=ACCENT, linewidth=1)
    axes.scatter(confidence, accuracy, s=areas, color=ACCENT)
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence", ylabel="accuracy", aspect="equal")
    axes.set_title(f"calibration error {measures['ece']:.3f}", size=10, color=INK)
