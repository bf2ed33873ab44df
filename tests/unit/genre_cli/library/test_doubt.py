"""Which answers are doubtful."""

from genre_cli.library.doubt import songs_to_doubtful
from genre_cli.library.tables import Decision, Song


def song(name: str, outcome: str | None, probability: float | None = 0.5) -> Song:
    """Make a song whose sound is its name."""
    return Song(path=name, sound_sha256=name, outcome=outcome, probability=probability)


def test_the_most_doubtful_come_first() -> None:
    """Between genres, then none of them, then no music; the less probable first."""
    songs = [
        song("no music", "not_music"),
        song("none", "none_of_these"),
        song("likely", "ambiguous", 0.8),
        song("unlikely", "ambiguous", 0.3),
        song("sure", "confident"),
        song("silence", "silence", None),
        song("broken", None, None),
    ]

    asked = [one.path for one in songs_to_doubtful(songs)]
    everything = [one.path for one in songs_to_doubtful(songs, sure_too=True)]

    assert ["unlikely", "likely", "none", "no music"] == asked
    assert [*asked, "sure"] == everything


def test_copies_and_what_is_decided_are_not_asked_again() -> None:
    """One of each recording is enough, and a decision is the end of doubt."""
    first, copy = song("a", "ambiguous"), song("a", "ambiguous")
    decided = song("b", "ambiguous")
    decided.decision = Decision(sound_sha256="b", genre=None)
    earlier = [song("c", "ambiguous"), song("c", "ambiguous")]
    for one in earlier:
        one.sound_sha256, one.sha256 = None, "c"

    assert [first, earlier[0]] == songs_to_doubtful([first, copy, decided, *earlier])
