"""What an assistant is told."""

import json

import pytest
from fake_services import none_of_these, prediction
from recommendation import recommendation

from genre_cli.assistants.answers import (
    alike_to_song,
    body_to_analysis,
    body_to_beats,
    body_to_genre,
)
from genre_cli.library.likeness import Alike
from genre_cli.library.tables import Song


def test_a_genre() -> None:
    """The verdict is that of both models, the timeline one model's windows."""
    verdict = {
        "genre": "jazz",
        "outcome": "confident",
        "nearest": "jazz",
        "tags": None,
        "probabilities": {"jazz": 0.8, "rock": 0.2},
    }

    told = body_to_genre("a.mp3", {"svm": prediction(jazz=0.7), "ensemble": verdict})

    assert ("a.mp3", "jazz", "confident") == (told.file, told.genre, told.outcome)
    assert [("jazz", 0.7)] == [(one.genre, one.probability) for one in told.timeline]
    assert ({}, 30.0) == (told.tags, told.duration_s)


def test_silence_and_other_music() -> None:
    """What is none of the genres has words, what is silent has nothing."""
    silent = body_to_genre("a", {"svm": prediction("silence"), "ensemble": None})
    other = body_to_genre("a", {"svm": none_of_these(), "ensemble": none_of_these()})

    assert ("silence", None, {}) == (silent.outcome, silent.genre, silent.probabilities)
    assert [None] == [one.genre for one in silent.timeline]
    assert ("none_of_these", None, "pop") == (other.outcome, other.genre, other.nearest)
    assert other.tags["electronic"] > 0.7


def test_an_analysis() -> None:
    """Key and tempo are said as people say them."""
    told = body_to_analysis("a", recommendation())

    assert ("A minor", "8A") == (told.key, told.camelot)
    assert 112.02 == pytest.approx(told.bpm)
    assert None is told.bpm_range


def test_what_is_not_clear_is_not_said() -> None:
    """Free time has a range and no tempo, no clear key no key; silence has nothing."""
    body = json.loads(json.dumps(recommendation()))
    body["tempo"] |= {"free": True, "range_bpm": [60.0, 90.0]}
    body["key"] |= {"clear": False, "tonic": None, "mode": None, "camelot": None}
    free = body_to_analysis("a", body)
    nothing = dict.fromkeys(("tempo", "key", "energy", "rhythm"))
    silent = body_to_analysis("a", body | nothing | {"outcome": "silence"})

    assert (None, [60.0, 90.0], None) == (free.bpm, free.bpm_range, free.key)
    assert {None} == {silent.bpm, silent.key, silent.energy, silent.meter, silent.bpm_probability}


def test_beats() -> None:
    """The beat that fits and those of other styles; none for silence."""
    told = body_to_beats("a", recommendation())
    silent = recommendation() | {"beat": None, "alternatives": [], "sentence": None}

    assert told.beat is not None
    assert ("House", 5) == (told.beat.style, len(told.alternatives))
    assert None is body_to_beats("a", silent).beat


def test_a_song_of_the_library() -> None:
    """It is told without its bodies."""
    song = Song(nearest="rock", outcome="confident", bpm=120.0, camelot="8A", energy=0.5)

    told = alike_to_song("b.mp3", Alike(song, 0.98765))

    assert ("b.mp3", 0.9877, "rock", 120.0) == (told.file, told.likeness, told.genre, told.bpm)
