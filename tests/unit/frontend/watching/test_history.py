"""What each minute of the last hour had."""

from collections import Counter

from frontend.watching.history import MINUTES, MOST_PROCESSES, ServiceHistory
from frontend.watching.reading import REQUESTS, Reading


def reading(process: float, requests: int, waiting: float = 0) -> Reading:
    """Make what a process says that has answered so many requests."""
    return Reading(process, Counter({REQUESTS: requests}), waiting)


def requests_of(history: ServiceHistory, now_s: float) -> list[int]:
    """List the requests of each minute."""
    return [minute.counts[REQUESTS] for minute in history.hour(now_s)]


def test_minutes_have_what_came_in_them() -> None:
    """What was counted before the first look is old; then each minute has its own."""
    history = ServiceHistory()
    for now_s, total in ((0, 100), (15, 103), (60, 110), (180, 111)):
        history.add(now_s, reading(1, total, waiting=total - 100), ready=True)

    hour = history.hour(180)

    assert MINUTES == len(hour)
    assert [3, 7, 0, 1] == [minute.counts[REQUESTS] for minute in hour[-4:]]
    assert [3, 10, 0, 11] == [minute.waiting for minute in hour[-4:]]
    assert [True, True, None, True] == [minute.ready for minute in hour[-4:]]


def test_replicas_and_restarts_count_for_themselves() -> None:
    """Behind one name answers now this process and now that; a new one begins at its own count."""
    history = ServiceHistory()
    for process, total in ((1, 1000), (2, 5), (1, 1002), (2, 6), (3, 4)):
        history.add(0, reading(process, total), ready=True)

    assert 3 == requests_of(history, 0)[-1]


def test_nobody_there() -> None:
    """A service that does not answer is not ready, and has no counts."""
    history = ServiceHistory()
    history.add(0, None, ready=False)

    assert (False, 0) == (history.hour(0)[-1].ready, requests_of(history, 0)[-1])


def test_memory_is_bounded() -> None:
    """A day of restarts keeps an hour, and the last counts of a few processes."""
    history = ServiceHistory()
    for minute in range(24 * 60):
        history.add(minute * 60, reading(minute, 1), ready=True)

    assert MINUTES == len(history._minutes)  # noqa: SLF001  # memory is what is looked at
    assert MOST_PROCESSES == len(history._last)  # noqa: SLF001
