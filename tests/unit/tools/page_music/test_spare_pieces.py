"""The spare pieces: ready to be examples, and none yet."""

import pytest

from tools.page_music.notation import BEATS_PER_BAR
from tools.page_music.pieces import EXAMPLES, Example
from tools.page_music.spare_pieces import SPARE


@pytest.mark.parametrize("piece", SPARE, ids=lambda piece: piece.name)
def test_whole(piece: Example) -> None:
    """All play until the last bar, in one window of the models."""
    n_beats = piece.score.n_bars * BEATS_PER_BAR
    lasts = [max(note.beat for note in part.notes) for part in piece.score.parts]

    assert n_beats - BEATS_PER_BAR <= min(lasts)
    assert max(lasts) < n_beats
    assert 15 < piece.score.duration_s < 30


def test_no_example_yet() -> None:
    """No piece is both."""
    names = [piece.name for piece in (*EXAMPLES, *SPARE)]

    assert len(names) == len(set(names))
