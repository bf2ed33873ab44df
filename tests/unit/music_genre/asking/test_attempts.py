"""How often and when a question is asked again."""

from datetime import UTC, datetime

import pytest

from music_genre.asking.attempts import Attempts, Broken, Failure, Received, header_to_wait_s

NOW = datetime(2026, 11, 27, 12, 0, 0, tzinfo=UTC)


def busy(retry_after: str | None, status: int = 503) -> Received:
    """Make the answer of an API that has too much to do."""
    return Received(status, {} if retry_after is None else {"retry-after": retry_after}, b"")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("3", 3.0),
        ("0", 0.0),
        ("-1", 0.0),
        ("Fri, 27 Nov 2026 12:00:20 GMT", 20.0),
        ("Fri, 27 Nov 2026 11:00:00 GMT", 0.0),
        ("Fri, 27 Nov 2026 12:00:20", None),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        (None, None),
    ],
)
def test_what_a_header_says(header: str | None, seconds: float | None) -> None:
    """Seconds or a date, and never a wait without end."""
    assert seconds == header_to_wait_s(header, NOW)


@pytest.mark.parametrize("status", [503, 429])
def test_patience_bounds_all_waiting_together(status: int) -> None:
    """What is asked for is waited for, until all of it would be too long."""
    attempts = Attempts(patience_s=10)

    waits = [attempts.wait_s(busy("4", status)) for _ in range(3)]

    assert [4.0, 4.0, None] == waits
    assert [None] == [Attempts(patience_s=10).wait_s(busy("11", status))]


def test_no_time_no_further_attempt() -> None:
    """Who does not say when to come again is not asked again, nor who has answered."""
    assert [None] * 3 == [
        Attempts(10).wait_s(busy(None)),
        Attempts(10).wait_s(busy("1", 422)),
        Attempts(10).wait_s(busy("1", 200)),
    ]


def test_a_zero_is_no_reason_to_hammer() -> None:
    """There is a pause before each attempt, so that patience ends."""
    attempts = Attempts(patience_s=0.25)

    assert [0.1, 0.1, None] == [attempts.wait_s(busy("0")) for _ in range(3)]


@pytest.mark.parametrize(
    ("failure", "waits"),
    [("not_ready", [0.0, None]), ("bad_answer", [0.0, None]), ("service_timeout", [None, None])],
)
def test_a_broken_connection_is_tried_once_more(
    failure: Failure, waits: list[float | None]
) -> None:
    """At once, and only once; what came too late would come too late again."""
    attempts = Attempts(10)

    assert waits == [attempts.wait_s(Broken(failure, OSError())) for _ in range(2)]
