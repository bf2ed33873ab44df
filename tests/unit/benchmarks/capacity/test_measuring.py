"""What clients got, counted."""

import pytest

from benchmarks.capacity.measuring import crowd_to_cell, reply_to_kind
from benchmarks.capacity.plan import PAGE, SHORT, Ask
from benchmarks.crowd.clients import Reply
from benchmarks.crowd.many import Crowd


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(200, 1), "answered"),
        (Reply(200, 1, 4), "partial"),
        (Reply(503, 1, 4), "refused"),
        (Reply(503, 1), "failed"),
        (Reply(0, 1), "failed"),
    ],
)
def test_kinds(reply: Reply, kind: str) -> None:
    """Only a whole answer is one, and only who hears when to come again was refused."""
    assert kind == reply_to_kind(reply)


def test_core_seconds_are_those_of_whole_answers() -> None:
    """Where some were in part, what a song took is not known."""
    asked = Ask(*PAGE, SHORT, 2, 1.0)
    whole = crowd_to_cell(asked, Crowd("x", 2, 2.0, [Reply(200, 1.0)] * 4), 6.0)
    mixed = crowd_to_cell(asked, Crowd("x", 2, 2.0, [Reply(200, 1.0), Reply(200, 1.0, 4)]), 6.0)

    assert (1.5, 2.0) == (whole.core_s_a_song, whole.songs_a_second)
    assert mixed.core_s_a_song is None
