"""What tags should say of a song."""

import pytest

from genre_cli.library.tables import Decision, Song
from genre_cli.tags.fields import FIELDS, Field
from genre_cli.tags.wishes import Notation, Wish, song_to_energy, song_to_key, song_to_wished

GENRE: tuple[Field, ...] = ("genre",)


def heard(outcome: str = "confident", confidence: float = 0.9, tonic: str | None = "C#") -> Song:
    """Make a song."""
    return Song(
        nearest="hiphop",
        outcome=outcome,
        bpm=92.5,
        tempo_confidence=confidence,
        tonic=tonic,
        mode="minor",
        camelot="12A" if tonic else None,
        open_key="5m",
        energy=0.66,
    )


def test_what_is_sure_is_said() -> None:
    """Genre, tempo, key and a comment for DJs."""
    assert {
        "genre": "Hip-Hop",
        "bpm": "92.5",
        "key": "C#m",
        "comment": "12A - 92 - Energy 7",
        "energy": "7",
    } == song_to_wished(heard(), Wish(FIELDS))


def test_doubt_is_not_said() -> None:
    """Unless it is asked for; no genre is made of an answer that names none."""
    doubtful = heard("ambiguous", 0.79, tonic=None)

    assert {} == song_to_wished(doubtful, Wish())
    assert {"genre": "Hip-Hop", "bpm": "92.5"} == song_to_wished(doubtful, Wish(is_unsure_too=True))
    assert "genre" not in song_to_wished(heard("none_of_these"), Wish(is_unsure_too=True))


def test_own_names() -> None:
    """A person's name for a genre is taken as it is."""
    assert {"genre": "Rap/East"} == song_to_wished(
        heard(), Wish(GENRE, names={"hiphop": "Rap/East"})
    )


@pytest.mark.parametrize(
    ("notation", "key"), [("musical", "C#m"), ("camelot", "12A"), ("open", "5m")]
)
def test_keys(notation: Notation, key: str) -> None:
    """In the notation that the person's program shows."""
    assert key == song_to_key(heard(), notation)


def test_what_a_person_decided_is_said() -> None:
    """It is sure, and their own word stays as they wrote it."""
    song = heard("none_of_these")
    song.decision = Decision(sound_sha256="a", genre="Drum & Bass")
    assert {"genre": "Drum & Bass"} == song_to_wished(song, Wish(GENRE))

    song.decision = Decision(sound_sha256="a", genre="jazz")
    assert {"genre": "Jazz"} == song_to_wished(song, Wish(GENRE))
    song.decision = Decision(sound_sha256="a", genre=None)
    assert {} == song_to_wished(song, Wish(GENRE, is_unsure_too=True))


@pytest.mark.parametrize(("energy", "said"), [(0.0, "1"), (0.44, "4"), (1.0, "10"), (None, None)])
def test_energy_has_ten_levels(energy: float | None, said: str | None) -> None:
    """As programs of DJs have it, from 1."""
    assert said == song_to_energy(Song(energy=energy))
