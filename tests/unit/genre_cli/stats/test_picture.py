"""The picture of a library."""

import io
import sys
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from models.counted_songs import counted_songs
from PIL import Image

from genre_cli.library.tables import Song
from genre_cli.stats.counts import songs_to_counts
from genre_cli.stats.picture import (
    COLOURS,
    DOTS_PER_INCH,
    OTHER_COLOUR,
    SIZE_INCHES,
    genres_to_colours,
    songs_to_picture,
)
from genre_cli.telling.problems import FileProblemError


def test_a_png() -> None:
    """It has its size, more than one colour, and is the same each time."""
    songs = counted_songs()
    counts = songs_to_counts(songs)

    png = songs_to_picture(songs, counts, "en", "png")

    image = Image.open(io.BytesIO(png)).convert("RGB")
    assert tuple(int(inches * DOTS_PER_INCH) for inches in SIZE_INCHES) == image.size
    pixels = np.unique(np.asarray(image).reshape(-1, 3), axis=0)
    colours = {f"#{red:02X}{green:02X}{blue:02X}" for red, green, blue in pixels}
    assert {one.upper() for one in (*COLOURS[:2], OTHER_COLOUR)} <= colours
    assert png == songs_to_picture(songs, counts, "en", "png")


def test_an_svg() -> None:
    """It is one, and a map, bars and wheel are in it; the same each time."""
    songs = counted_songs()
    counts = songs_to_counts(songs)

    svg = songs_to_picture(songs, counts, "fr", "svg")

    root = ET.fromstring(svg)  # noqa: S314  # our own
    assert root.tag.endswith("svg")
    assert len([*root.iter("{http://www.w3.org/2000/svg}path")]) > 48
    assert svg == songs_to_picture(songs, counts, "fr", "svg")


@pytest.mark.parametrize("songs", [[], [Song(path="silence", outcome="silence")]])
def test_nothing_to_draw(songs: list[Song]) -> None:
    """An empty library has an empty picture."""
    assert songs_to_picture(songs, songs_to_counts(songs), "en", "png").startswith(b"\x89PNG")


def test_colours_are_the_commonest_genres() -> None:
    """Those that come after share the grey of what has no genre."""
    genres = {f"{n}": 20 - n for n in range(12)} | {"": 1}

    colours = genres_to_colours(genres)

    assert [*COLOURS, *[OTHER_COLOUR] * 3] == [*colours.values()]


def test_without_matplotlib(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said what to install."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    with pytest.raises(FileProblemError, match="pictures_missing"):
        songs_to_picture([], songs_to_counts([]), "en", "png")
