"""Seeing and hearing a song and a beat over it, in Firefox."""

from e2e.test_beat_section import (
    page_with_beat,
    test_beat_plays_alone,
    test_beat_plays_over_the_song,
    test_count_in,
)
from e2e.test_music import (
    heard,
    test_click_plays_from_there,
    test_keyboard_alone,
    test_pictures_are_drawn,
    test_play_and_pause,
    test_starting_while_still_on_the_way,
)

__all__ = [
    "heard",
    "page_with_beat",
    "test_beat_plays_alone",
    "test_beat_plays_over_the_song",
    "test_click_plays_from_there",
    "test_count_in",
    "test_keyboard_alone",
    "test_pictures_are_drawn",
    "test_play_and_pause",
    "test_starting_while_still_on_the_way",
]
