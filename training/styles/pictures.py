"""Where our patterns lie in the style space → a map, near each other what sounds alike."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from sklearn.manifold import TSNE

from training.bundle import replace_file
from training.evaluation.pictures import ACCENT, GRID, INK

mpl.use("Agg")
SIZE_INCHES: Final = (10.0, 7.5)
NEIGHBOURS: Final = 8  # [points] how many make a point's surroundings on the map
SEED: Final = 3


def embeddings_to_picture(
    embeddings: NDArray[np.float32], styles: Sequence[str], path: Path
) -> None:
    """Draw a point for each row `(n, n_values)`, joined to the name of its style, as a PNG."""
    places = TSNE(
        metric="cosine", perplexity=NEIGHBOURS, init="random", random_state=SEED
    ).fit_transform(embeddings.astype(np.float64))
    figure = Figure(figsize=SIZE_INCHES, layout="constrained")
    axes = figure.subplots()
    for style in sorted(set(styles)):
        points = places[[name == style for name in styles]]
        x, y = np.median(points, axis=0)
        for point in points:
            axes.plot([x, point[0]], [y, point[1]], color=GRID, linewidth=1, zorder=0)
        axes.scatter(points[:, 0], points[:, 1], color=ACCENT, s=16)
        axes.text(
            x, y, style, ha="center", va="center", size=9, color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.8},
        )  # fmt: skip
    axes.set_axis_off()
    axes.set_title("Our 95 patterns in the style space", color=INK)
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=110, metadata={"Software": None})
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, png.getvalue())
