"""Songs in rows."""

from genre_cli.library.rows import song_to_facts, song_to_row
from genre_cli.library.tables import Song

SONG = Song(place=b"a.mp3", nearest="jazz", outcome="none_of_these", bpm=128.0, energy=0.5)


def test_a_row() -> None:
    """What is unknown is empty; a genre stands where the answer names one."""
    assert "a.mp3\t\tnone_of_these\t128\t\t0.5" == song_to_row(SONG)


def test_facts() -> None:
    """The genre is null where the answer names none."""
    facts = song_to_facts(SONG)

    assert (None, "jazz", 128.0) == (facts["genre"], facts["nearest"], facts["bpm"])
