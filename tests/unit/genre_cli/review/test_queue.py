"""The doubtful songs in their order."""

from pathlib import Path

import pytest
from models.doubtful_songs import doubtful_library, doubtful_queue, genres

from genre_cli.library.tables import GENRE_LENGTH
from genre_cli.review.queue import Choice, song_to_choices, text_to_genre

CHOICES = [Choice("rock", 0.6), Choice("hiphop", 0.4)]


def test_each_place_keeps_its_song(tmp_path: Path) -> None:
    """What is decided meanwhile is seen, and the places stay."""
    library = doubtful_library(tmp_path)
    queue = doubtful_queue(library)
    assert 2 == len(queue)

    queue.accept(0)
    queue.decide(1, "jazz")

    assert {"between.mp3": "rock", "none.flac": "jazz"} == genres(library)
    assert "jazz" == queue.song(1).genre
    queue.forget(1)
    assert {"between.mp3": "rock"} == genres(library)


def test_accepting_an_answer_without_genre(tmp_path: Path) -> None:
    """It is decided that there is none."""
    library = doubtful_library(tmp_path)

    doubtful_queue(library).accept(1)

    assert {"none.flac": None} == genres(library)


def test_choices_are_the_models_genres(tmp_path: Path) -> None:
    """The most probable first."""
    song = doubtful_queue(doubtful_library(tmp_path)).song(0)

    assert [("rock", 0.45), ("hiphop", 0.35), ("jazz", 0.2)] == [
        (one.genre, one.probability) for one in song_to_choices(song)
    ]


@pytest.mark.parametrize(
    ("typed", "genre"),
    [
        ("HipHop", "hiphop"),
        ("  Drum &  Bass ", "Drum & Bass"),
        (" ", None),
        ("No\udcff\x00ise", "Noise"),
        ("\udcff \x00", None),
        ("x" * (GENRE_LENGTH + 1), "x" * GENRE_LENGTH),
    ],
)
def test_typed_genres(typed: str, genre: str | None) -> None:
    """A model's whatever its case, else a person's own word."""
    assert genre == text_to_genre(typed, CHOICES)
