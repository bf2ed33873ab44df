"""Which songs are alike, and which follow one another."""

from collections.abc import Sequence

import numpy as np
import pytest

from genre_cli.library.likeness import KEY_COST, Likenesses, follow_cost, key_cost, tempo_cost
from genre_cli.library.tables import Decision, Song


def song(
    name: str,
    embedding: Sequence[float] | None = (1, 0, 0),
    **facts: float | str | Decision,
) -> Song:
    """Make a song; it lasts five minutes."""
    row = None if embedding is None else np.array(embedding, "<f4").tobytes()
    return Song(**{"path": name, "sha256": name, "embedding": row, "duration_s": 300.0, **facts})


SEED = song("seed", bpm=128.0, camelot="8A")


def test_the_most_alike_come_first() -> None:
    """Without the song itself and its copies, and without silence."""
    songs = [
        SEED,
        song("copy", sha256="seed"),
        song("other", (0, 1, 0)),
        song("near", (0.9, 0.1, 0)),
        song("opposite", (-1, 0, 0)),
        song("silence", None),
    ]

    found = Likenesses(songs).alike(SEED, 3)

    assert ["near", "other", "opposite"] == [one.song.path for one in found]
    assert [0.994, 0, -1] == pytest.approx([one.likeness for one in found], abs=0.001)


def test_what_all_have_in_common_does_not_count() -> None:
    """In a library of some size the mean is taken away."""
    generator = np.random.default_rng(5)
    rows = generator.normal(size=(40, 3)) + np.array([100, 0, 0])
    songs = [song(f"{n}", row) for n, row in enumerate(rows.tolist())]

    likenesses = Likenesses(songs).to(songs[0])

    assert 1 == pytest.approx(likenesses[0], abs=1e-3)
    assert likenesses[1:].min() < -0.5


def test_a_library_of_nothing() -> None:
    """Nothing is alike, and a playlist is its first song."""
    assert [] == Likenesses([]).alike(SEED, 3)
    assert [SEED] == Likenesses([]).playlist(SEED, 3600)
    assert [0] == Likenesses([SEED]).to(song("silence", None)).tolist()


def test_a_playlist_is_of_music() -> None:
    """What is heard to be no music is left out, however alike, unless a person named its genre."""
    jazz = Decision(sound_sha256="jazz", genre="jazz")
    songs = [
        SEED,
        song("noise", outcome="not_music"),
        song("silence", outcome="silence"),
        song("solo", (0.5, 0.5, 0), outcome="not_music", decision=jazz),
        song("other", (0, 1, 0), outcome="none_of_these"),
    ]

    chain = Likenesses(songs).playlist(SEED, 3600)

    assert ["seed", "solo", "other"] == [one.path for one in chain]


def test_tempi() -> None:
    """Near is cheap, half and double too, far is not, and the unknown is between."""
    same, near, double, far = (tempo_cost(120, bpm) for bpm in (120, 124, 240, 170))

    assert 0 == same < near < double < far
    assert near == pytest.approx(tempo_cost(124, 120))
    assert same < tempo_cost(None, 120) < far


def test_keys() -> None:
    """Neighbours on the wheel mix."""
    assert [0, 0, 0, 0] == [key_cost("8A", code) for code in ("8A", "7A", "9A", "8B")]
    assert KEY_COST == key_cost("8A", "2B")
    assert 0 < key_cost("8A", None) < KEY_COST
    assert 0 == follow_cost(SEED, song("x", bpm=128.0, camelot="9A"))


def test_a_playlist_fits_and_mixes() -> None:
    """Of songs that sound alike those in tempo and key come first, none twice, within the time."""
    songs = [
        SEED,
        song("clash", bpm=170.0, camelot="2B"),
        song("mixes", bpm=127.0, camelot="9A"),
        song("mixes again", sha256="mixes", bpm=127.0, camelot="9A"),
        song("other music", (-1, 0, 0), bpm=128.0, camelot="8A"),
    ]

    chain = Likenesses(songs).playlist(SEED, 15 * 60)

    assert ["seed", "mixes", "clash"] == [one.path for one in chain]
    assert 4 == len(Likenesses(songs).playlist(SEED, 3600))
