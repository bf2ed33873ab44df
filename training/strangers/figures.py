"""How well styles are heard in whole performances that sound fonts play, as strangers hear them.

Each file is rendered by each font in three ways (see `training/strangers/renderings.py`): straight,
varied, and varied under music. Intervals are of a bootstrap that draws whole performances, with all
their renderings, or whole drummers: renderings of one performance are no independent evidence.
"""

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from beat_service.styles.style_model import LIKELY_STYLE_FROM
from training.data.labelled_midi import LabelledMidi
from training.strangers.renderings import Rendering, rendering_to_vectors

Floats = NDArray[np.float32]
Probabilities = NDArray[np.float64]
ToProbabilities = Callable[[Floats], Probabilities]

STRAIGHT: Final = "straight"
VARIED: Final = "varied"
MUSIC: Final = "music"
WAYS: Final = (STRAIGHT, VARIED, MUSIC)
LONGEST_S: Final = 120.0  # of a longer performance the middle counts
N_WINDOWS: Final = 3  # of a performance; a service hears up to five of a long song
CHUNK: Final = 4
N_DRAWS: Final = 1000
TOP: Final = 3
BOOTSTRAP_SEED: Final = 5


@dataclass(frozen=True)
class Heard:
    """Rhythm vectors `(n_windows, n_values)` of renderings; the rest is `(n_renderings,)`.

    `of` says for each window of which rendering it is; a rendering's middle window is its first.
    """

    vectors: Floats
    of: NDArray[np.intp]
    names: NDArray[np.str_]
    styles: NDArray[np.str_]
    players: NDArray[np.str_]
    fonts: NDArray[np.str_]
    ways: NDArray[np.str_]


def files_to_heard(
    files: Sequence[LabelledMidi],
    fonts: Mapping[Path, Path | None],
    seed: int,
    ways: Sequence[str] = WAYS,
) -> Heard:
    """Render every file by every font in every way; music is played where a font has notes."""
    jobs: list[Rendering] = []
    rows = []
    for file in files:
        for font, notes in fonts.items():
            for way in ways:
                if way == MUSIC and notes is None:
                    continue
                jobs.append(
                    Rendering(
                        file.name,
                        file.style,
                        file.path,
                        font,
                        seed + len(jobs),
                        is_straight=way == STRAIGHT,
                        longest_s=LONGEST_S,
                        notes=notes if way == MUSIC else None,
                    )
                )
                rows.append((file.name, file.style, file.player, font.stem, way))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(rendering_to_vectors, jobs, repeat(N_WINDOWS), chunksize=CHUNK)
        windows = list(tqdm(found, "renderings", len(jobs), mininterval=30))
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    return Heard(
        np.stack([vector for vectors in windows for vector in vectors]),
        np.repeat(np.arange(len(windows)), [len(vectors) for vectors in windows]),
        *columns,
    )


def together(first: Heard, other: Heard) -> Heard:
    """Join both, in this order."""
    columns = ("names", "styles", "players", "fonts", "ways")
    return Heard(
        np.concatenate([first.vectors, other.vectors]),
        np.concatenate([first.of, other.of + len(first.names)]),
        *(np.concatenate([getattr(first, name), getattr(other, name)]) for name in columns),
    )


def heard_to_probabilities(heard: Heard, model: ToProbabilities) -> Probabilities:
    """Compute the probabilities of styles of each rendering: the mean of its windows."""
    rows = model(heard.vectors)
    sums = np.zeros((len(heard.names), rows.shape[1]))
    np.add.at(sums, heard.of, rows)
    return np.asarray(sums / sums.sum(axis=1, keepdims=True))


def heard_to_report(
    heard: Heard, probabilities: Probabilities, styles: Sequence[str], confident_from: float
) -> dict[str, Any]:
    """Measure: alone and under music, and of what is alone by font, way and style; confusion."""
    alone = heard.ways != MUSIC
    report: dict[str, Any] = {}
    groups = {"alone": alone, "music": ~alone}
    for name, chosen in groups.items():
        if chosen.any():
            report[name] = _measures(heard, probabilities, styles, confident_from, chosen)
    for title, column in (("fonts", heard.fonts), ("ways", heard.ways), ("styles", heard.styles)):
        report[title] = {
            str(value): _measures(heard, probabilities, styles, confident_from, chosen)
            for value in dict.fromkeys(column[alone])
            if (chosen := alone & (column == value)).any()
        }
    said = np.array(styles)[probabilities.argmax(axis=1)]
    report["confusion"] = {
        str(style): dict(Counter(said[alone & (heard.styles == style)].tolist()).most_common())
        for style in dict.fromkeys(heard.styles[alone])
    }
    return report


def _measures(
    heard: Heard,
    probabilities: Probabilities,
    styles: Sequence[str],
    confident_from: float,
    chosen: NDArray[np.bool_],
) -> dict[str, Any]:
    """Top-1, top-3 and certainty of some renderings, with intervals."""
    ranked = np.array(styles)[probabilities[chosen].argsort(axis=1)[:, ::-1]]
    hits = ranked == heard.styles[chosen][:, None]
    first, among = hits[:, 0], hits[:, :TOP].any(axis=1)
    highest = probabilities[chosen].max(axis=1)
    sure, likely = highest >= confident_from, highest >= LIKELY_STYLE_FROM
    names, players = heard.names[chosen], heard.players[chosen]
    return {
        "n_renderings": int(chosen.sum()),
        "n_performances": len(set(names.tolist())),
        "top1": float(first.mean()),
        "top1_95": hits_to_interval(first, names),
        "top1_95_drummers": hits_to_interval(first, players),
        "top3": float(among.mean()),
        "top3_95": hits_to_interval(among, names),
        "certain": float(sure.mean()),
        "n_certain": int(sure.sum()),
        "n_certain_right": int((first & sure).sum()),
        "likely": float(likely.mean()),
        "n_likely": int(likely.sum()),
        "n_likely_right": int((first & likely).sum()),
        "likely_right_95": hits_to_interval(first[likely], names[likely]) if likely.any() else None,
    }


def hits_to_interval(hits: NDArray[np.bool_], groups: NDArray[np.str_]) -> list[float]:
    """Compute a 95 % interval of the share of hits `(n,)` by drawing whole groups."""
    _, of = np.unique(groups, return_inverse=True)
    n_groups = int(of.max()) + 1
    right = np.bincount(of, hits, n_groups)
    total = np.bincount(of, minlength=n_groups)
    random = np.random.default_rng(BOOTSTRAP_SEED)
    drawn = random.integers(n_groups, size=(N_DRAWS, n_groups))
    shares = right[drawn].sum(axis=1) / total[drawn].sum(axis=1)
    return [float(share) for share in np.quantile(shares, (0.025, 0.975))]
