"""Our own pieces: players who end together, in the range of what plays them."""

import pytest

from frontend.texts.page import STRINGS
from tools.page_music.notation import BEATS_PER_BAR
from tools.page_music.pieces import EXAMPLES, Example

SHORTEST_S, LONGEST_S = 15, 30  # enough to hear a genre by, and one window of the models

each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)


@each_example
def test_players_end_together(example: Example) -> None:
    """Nobody plays after the last bar, and everybody plays in it."""
    n_beats = example.score.n_bars * BEATS_PER_BAR
    for part in example.score.parts:
        begins = [note.beat for note in part.notes]
        assert 0 <= min(begins)
        assert n_beats - BEATS_PER_BAR <= max(begins) < n_beats
        assert all(20 < note.pitch < 100 for note in part.notes)


@each_example
def test_one_window_long(example: Example) -> None:
    """It is long enough to hear a genre by, and not longer than models hear at once."""
    assert SHORTEST_S < example.score.duration_s < LONGEST_S


def test_page_offers_them_all() -> None:
    """The page names each in this order; one of them teaches doubt."""
    names = [example.name for example in EXAMPLES]

    assert names == list(STRINGS.english.examples)
    assert 1 == sum(example.outcome != "confident" for example in EXAMPLES)
