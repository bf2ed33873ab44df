"""Folds made for clips that have none."""

from pathlib import Path

import numpy as np
import pytest

from training.data.dataset import Clip, folder_to_rows
from training.genre.custom_folds import clips_to_folded

NOTHING = np.zeros((0, 0), np.float32)


def clips_of(*artists_of_genres: list[str]) -> list[Clip]:
    """Make one genre of each list, one clip for each artist in it."""
    return [
        Clip(f"{genre}.{number}", f"genre {genre}", "all", "", NOTHING, artist)
        for genre, artists in enumerate(artists_of_genres)
        for number, artist in enumerate(artists)
    ]


def test_an_artist_is_in_one_fold() -> None:
    """Artists stay whole, also where they play two genres; every fold has every genre."""
    artists = [letter for letter in "abcdef" for _ in range(3)]
    folded, note = clips_to_folded(clips_of(artists, artists))

    assert 6 == len({(clip.artist, clip.fold) for clip in folded})
    assert 6 == len({(clip.genre, clip.fold) for clip in folded})
    assert "No artist is in two folds." == note


def test_unknown_artists_are_told() -> None:
    """Without artists each file stands alone, about a third in each fold, and the note warns."""
    folded, note = clips_to_folded(clips_of([""] * 9, [""] * 12))

    counts = [sum(clip.fold == fold for clip in folded) for fold in "123"]
    assert [7, 7, 7] == counts
    assert "by file, because no artists are known" in note
    assert "may flatter" in note


def test_a_genre_of_two_artists_goes_by_file() -> None:
    """Two artists cannot be in three folds: that genre goes by file and is named."""
    folded, note = clips_to_folded(clips_of(["a"] * 4 + ["b"] * 4, [*"cdefghij"]))

    assert 6 == len({(clip.genre, clip.fold) for clip in folded})
    assert "too few artists to keep them apart in genre 0" in note


def test_folds_are_the_same_every_time() -> None:
    """Making folds again changes nothing."""
    clips = clips_of([*"aabbccddee"], [""] * 10)

    (first, first_note), (second, second_note) = clips_to_folded(clips), clips_to_folded(clips)
    # Clips hold arrays, which Python compares from 3.13 on, and arrays have no one truth.
    assert [(clip.name, clip.fold) for clip in first] == [(clip.name, clip.fold) for clip in second]
    assert first_note == second_note


def test_given_folds_are_kept() -> None:
    """Folds of a table are used as they are; clips without one stay without."""
    clips = [
        Clip(f"{genre}.{fold}", genre, "all", fold, NOTHING)
        for genre in ("polka", "tango")
        for fold in ("1", "2", "3", "")
    ]
    assert (clips, "The folds are those of clips.csv.") == clips_to_folded(clips)


@pytest.mark.parametrize(
    ("stem", "artist"),
    [
        ("Luiz Gonzaga - Asa Branca", "luiz gonzaga"),
        ("07. Luiz Gonzaga - Asa Branca", "luiz gonzaga"),
        ("07 - Luiz Gonzaga - Asa Branca", "luiz gonzaga"),
        ("2 Unlimited - No Limit", "2 unlimited"),
        ("07 - Asa Branca", ""),
        ("blues.00007", ""),
        ("Jean-Michel", ""),
    ],
)
def test_artists_from_file_names(tmp_path: Path, stem: str, artist: str) -> None:
    """`Artist - Title` names the artist, behind a track number too; a number is no artist."""
    folder = tmp_path
    (folder / "genre").mkdir()
    (folder / "genre" / f"{stem}.mp3").touch()

    assert [artist] == [row["artist"] for row in folder_to_rows(folder)]


def test_genres_are_composed(tmp_path: Path) -> None:
    """An accent is the same whether the file system keeps it apart or not."""
    folder = tmp_path
    (folder / "forro\u0301").mkdir()
    (folder / "forro\u0301" / "a.mp3").touch()

    assert ["forró"] == [row["genre"] for row in folder_to_rows(folder)]
