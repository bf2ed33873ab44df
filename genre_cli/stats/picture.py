"""A library → one picture of it: the map of its sound, genres by year, tempi, keys on the wheel.

Matplotlib is in the extra `pictures`, and imported only here.
"""

import io
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import numpy as np

from genre_cli.library.songs import song_to_embedding
from genre_cli.library.tables import Song
from genre_cli.stats.counts import NO_GENRE, TEMPO_STEP_BPM, Counts
from genre_cli.stats.sound_map import embeddings_to_places
from genre_cli.stats.telling import duration_to_text, name_to_label
from genre_cli.telling.problems import FileProblemError
from genre_cli.telling.stats_texts import STATS_TEXTS
from music_genre.translations.catalogues import Language

PictureFormat = Literal["png", "svg"]

SIZE_INCHES: Final = (13.0, 10.0)
DOTS_PER_INCH: Final = 110
INK, SOFT, LINE, ACCENT, PAPER = "#1c1d1b", "#5b5d58", "#e1dfd8", "#0b6e63", "#ffffff"
# Told apart by people who see red and green alike too (Paul Tol's “muted”, and a black).
COLOURS: Final = (
    *("#332288", "#88CCEE", "#44AA99", "#117733", "#999933"),
    *("#DDCC77", "#CC6677", "#882255", "#AA4499", "#1c1d1b"),
)
OTHER_COLOUR: Final = "#c9c7c0"  # of no genre, and of what there is no colour left for
YEARS_STEP: Final = 5
N_HOURS: Final = 12
LEGEND: Final = {"loc": "center left", "bbox_to_anchor": (1, 0.5), "frameon": False}
LEGEND_DOT_AREA: Final = 50  # [points²]
DOTS_AREA: Final = 40_000  # [points²] of all songs of the map together, so that they do not hide


def songs_to_picture(
    songs: Sequence[Song], counts: Counts, language: Language, kind: PictureFormat
) -> bytes:
    """Draw a library. Raises `FileProblemError` (`pictures_missing`) without Matplotlib."""
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError as error:
        raise FileProblemError("pictures_missing") from error
    texts = STATS_TEXTS[language]
    with mpl.rc_context({"text.color": INK, "axes.edgecolor": LINE, "svg.hashsalt": "genre"}):
        figure = Figure(figsize=SIZE_INCHES, layout="constrained", facecolor=PAPER)
        upper, lower = np.ravel(figure.subfigures(2, 1, height_ratios=(3, 2), squeeze=False))
        colours = genres_to_colours(counts.genres)
        draw_map(upper.subplots(), songs, colours, language)
        years, tempi = lower.add_subplot(1, 3, 1), lower.add_subplot(1, 3, 2)
        draw_years(years, counts, colours, texts.years)
        draw_tempi(tempi, counts, texts.tempo)
        draw_keys(lower.add_subplot(1, 3, 3, projection="polar"), counts, texts.keys)
        title = f"{counts.n_songs} {texts.songs}, {duration_to_text(counts.duration_s)}"
        figure.suptitle(title, size="x-large", weight="bold")
        file = io.BytesIO()
        metadata = {"Software": None} if kind == "png" else {"Date": None, "Creator": None}
        figure.savefig(file, format=kind, dpi=DOTS_PER_INCH, metadata=metadata)
    return file.getvalue()


def genres_to_colours(genres: Mapping[str, int]) -> dict[str, str]:
    """Give the commonest genres a colour each, and all others one."""
    named = [name for name in genres if name != NO_GENRE]
    left = dict.fromkeys(genres, OTHER_COLOUR)
    return left | dict(zip(named, COLOURS, strict=False))


def draw_map(
    axes: Any, songs: Sequence[Song], colours: Mapping[str, str], language: Language
) -> None:
    """Draw a dot for each song that has an embedding, by its sound, coloured by its genre."""
    axes.set_title(STATS_TEXTS[language].sound_map)
    axes.set_xticks([])
    axes.set_yticks([])
    rows = [(song.genre or NO_GENRE, song_to_embedding(song)) for song in songs]
    heard = [(genre, row) for genre, row in rows if row is not None]
    if not heard:
        return
    places = embeddings_to_places(np.array([row for _, row in heard], np.float32))
    genres = np.array([genre for genre, _ in heard])
    size = min(60.0, max(2.0, DOTS_AREA / len(heard)))
    # The last genre lies on top: what has no colour of its own goes first.
    for genre in sorted(colours, key=lambda name: colours[name] != OTHER_COLOUR):
        here = places[genres == genre]
        label = name_to_label(genre, language)
        axes.scatter(
            *here.T, s=size, c=colours[genre], label=label, alpha=0.7, lw=0, rasterized=True
        )
    order = {name_to_label(genre, language): n for n, genre in enumerate(colours)}
    handles, labels = axes.get_legend_handles_labels()
    pairs = sorted(zip(handles, labels, strict=True), key=lambda pair: order[pair[1]])
    legend = axes.legend(*zip(*pairs, strict=True), **LEGEND)
    for handle in legend.legend_handles:
        handle.set(sizes=[LEGEND_DOT_AREA], alpha=1)


def draw_years(axes: Any, counts: Counts, colours: Mapping[str, str], title: str) -> None:
    """Stack the genres of every five years."""
    axes.set_title(title)
    tidy(axes)
    if not counts.years:
        axes.set_xticks([])
        return
    steps = sorted({year // YEARS_STEP * YEARS_STEP for year in counts.years})
    bottom = np.zeros(len(steps))
    for genre, colour in colours.items():
        heights = np.array([count_years(counts, genre, step) for step in steps])
        axes.bar(steps, heights, YEARS_STEP * 0.9, bottom, align="edge", color=colour)
        bottom += heights
    axes.locator_params(axis="x", integer=True, steps=[5, 10])


def count_years(counts: Counts, genre: str, first: int) -> int:
    """Count the songs of a genre in a step of years."""
    years = range(first, first + YEARS_STEP)
    return sum(counts.years.get(year, {}).get(genre, 0) for year in years)


def draw_tempi(axes: Any, counts: Counts, title: str) -> None:
    """Draw how many songs have which tempo."""
    axes.set_title(f"{title} (BPM)")
    tidy(axes)
    axes.bar(
        [*counts.tempi],
        [*counts.tempi.values()],
        TEMPO_STEP_BPM * 0.9,
        align="edge",
        color=ACCENT,
    )


def draw_keys(axes: Any, counts: Counts, title: str) -> None:
    """Draw Camelot's wheel, 12 on top, minor inside; the darker a key, the more songs."""
    axes.set_title(title)
    axes.set_theta_zero_location("N")
    axes.set_theta_direction(-1)
    axes.set_axis_off()
    most = max(counts.keys.values(), default=1)
    width = math.tau / N_HOURS
    for bottom, ring in ((1, "A"), (2, "B")):
        for hour in range(1, N_HOURS + 1):
            number = counts.keys.get(f"{hour}{ring}", 0)
            share, angle = number / most, hour * width
            axes.bar(angle, 1, width, bottom, color=ACCENT, alpha=share, lw=0)
            axes.bar(angle, 1, width, bottom, fill=False, ec=LINE, lw=1)
            ink = PAPER if share > 0.6 else INK  # noqa: PLR2004  # on dark fields
            said = f"{hour}{ring}\n{number}" if number else f"{hour}{ring}"
            axes.text(angle, bottom + 0.5, said, ha="center", va="center", size=8, color=ink)


def tidy(axes: Any) -> None:
    """Leave only what is read off a panel."""
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(colors=SOFT, length=0)
    axes.grid(axis="y", color=LINE)
    axes.set_axisbelow(True)
    axes.locator_params(axis="y", integer=True)  # there is no half song
