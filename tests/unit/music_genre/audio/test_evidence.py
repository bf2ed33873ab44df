"""Sounds of windows → the sound of a track, its kind and its words."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from music_genre.audio.evidence import (
    KINDS,
    SOUNDS,
    WORD_FROM,
    Sound,
    SoundThresholds,
    is_foreign,
    sound_to_kind,
    sounds_to_track,
    tags_to_named,
)

THRESHOLDS = SoundThresholds(music_from=0.5, foreign_from=0.8)
MUSIC = Sound(np.array([1.0, 0, 0, 0, 0]), 0.2, np.array([0.9, 0.1]))
HALF = Sound(np.array([0.5, 0, 0.5, 0, 0]), 0.8, np.array([0.3, 0.5]))
APPLAUSE = Sound(np.array([0.0, 0, 1.0, 0, 0]), 0.99, np.array([0.0, 0.0]))


def test_kinds_stand_behind_music() -> None:
    """Music is the first sound, and the kinds that are none follow."""
    assert SOUNDS == ("music", *KINDS)
    assert ("speech", "noise", "tone", "other") == KINDS


def test_kinds_are_joined_by_duration() -> None:
    """Three quarters of music and one of applause are that, and the sum stays 1."""
    track = sounds_to_track([MUSIC, APPLAUSE], [30.0, 10.0])

    assert_allclose(track.kinds, [0.75, 0, 0.25, 0, 0])
    assert 1 == pytest.approx(track.kinds.sum())


def test_applause_does_not_make_music_foreign() -> None:
    """What is no music says nothing of how foreign the music is, nor which words fit."""
    track = sounds_to_track([MUSIC, APPLAUSE], [1.0, 100.0])

    assert 0.2 == pytest.approx(track.foreign)
    assert_allclose(track.tags, MUSIC.tags)


def test_words_are_joined_by_music_and_duration() -> None:
    """Half music for twice as long counts as much as music."""
    track = sounds_to_track([MUSIC, HALF], [10.0, 20.0])

    assert 0.5 == pytest.approx(track.foreign)
    assert_allclose(track.tags, [0.6, 0.3])


def test_track_without_music_has_numbers_too() -> None:
    """Where nothing is music, all windows count alike, by duration."""
    other = Sound(APPLAUSE.kinds, 0.5, np.array([1.0, 1.0]))

    track = sounds_to_track([APPLAUSE, other], [10.0, 30.0])

    assert pytest.approx(0.25 * 0.99 + 0.75 * 0.5) == track.foreign
    assert_allclose(track.tags, [0.75, 0.75])


@pytest.mark.parametrize(
    ("kinds", "kind"),
    [
        ([0.5, 0.5, 0, 0, 0], None),
        ([0.499, 0.501, 0, 0, 0], "speech"),
        ([0.49, 0.1, 0.2, 0.11, 0.1], "noise"),
        ([0.4, 0.1, 0.1, 0.3, 0.1], "tone"),
        ([0.0, 0.2, 0.2, 0.2, 0.4], "other"),
    ],
)
def test_kind_at_the_threshold(kinds: list[float], kind: str | None) -> None:
    """The threshold itself is music; under it the likeliest other kind is named."""
    assert kind == sound_to_kind(Sound(np.array(kinds), 0.0, np.zeros(2)), THRESHOLDS)


@pytest.mark.parametrize(
    ("foreign", "tags", "expected"),
    [
        (0.79, [0.5, WORD_FROM], False),  # the foreign word is not the first
        (0.8, [0.5, 0.1], True),
        (0.1, [0.2, WORD_FROM], True),
        (0.1, [0.2, WORD_FROM - 0.01], False),  # and must be said with some weight
    ],
)
def test_foreign_by_sound_or_by_first_word(
    foreign: float, tags: list[float], *, expected: bool
) -> None:
    """Music is of none of the genres by its sound, or where its first word is for such music."""
    thresholds = SoundThresholds(0.5, 0.8, frozenset({"house"}))

    sound = Sound(MUSIC.kinds, foreign, np.array(tags))

    assert expected is is_foreign(sound, ("disco", "house"), thresholds)


def test_words_say_nothing_where_none_are_foreign() -> None:
    """To a model of somebody's own house, house is no foreign word; some models have no words."""
    house = Sound(MUSIC.kinds, 0.1, np.array([0.0, 0.9]))

    assert not is_foreign(house, ("disco", "house"), THRESHOLDS)
    assert not is_foreign(house, (), SoundThresholds(0.5, 0.8, frozenset({"house"})))


def test_tags_have_names() -> None:
    """Each tag gets its word; without a sound there are none, and a missing name is an error."""
    assert {"calm": 0.9, "loud": 0.1} == tags_to_named(("calm", "loud"), MUSIC)
    assert tags_to_named(("calm", "loud"), None) is None
    with pytest.raises(ValueError, match="longer"):
        tags_to_named(("calm",), MUSIC)
