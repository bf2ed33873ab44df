"""What is drawn of the last hour."""

from collections import Counter

import pytest

from frontend.page.status import counts_to_bars, histories_to_page, values_to_points
from frontend.watching.history import ServiceHistory
from frontend.watching.reading import GENRE, REFUSED, REQUESTS, WITHIN, Reading
from frontend.watching.watcher import OWN


def test_empty_hour() -> None:
    """Before anything was seen there is nothing to draw, and nobody's state is known."""
    page = histories_to_page({OWN: ServiceHistory(), "svm": ServiceHistory()}, 0, "en")

    assert ([], [], [], []) == (page.columns, page.half_points, page.refusals, page.genres)
    assert ["not asked yet"] * 2 == [row.state for row in page.services]
    assert "0 requests in the last hour, at most 0 in a minute" == page.songs_summary


def test_busy_hour() -> None:
    """Requests, times, refusals and genres of the hour, each in its place."""
    own, svm = ServiceHistory(), ServiceHistory()
    own.add(0, Reading(1, Counter(), 0), ready=True)
    counts = Counter({REQUESTS: 20, (WITHIN, "1.0"): 10, (WITHIN, "+Inf"): 10})
    counts |= Counter({(GENRE, "jazz"): 4, (GENRE, "none"): 1, (REFUSED, "too_large"): 2})
    own.add(30, Reading(1, counts, 5), ready=True)
    svm.add(30, None, ready=False)

    page = histories_to_page({OWN: own, "svm": svm}, 59, "fr")

    assert [(591.0, 0.0, 100.0)] == page.columns
    assert ["592.0,47.4 598.0,47.4"] == page.half_points
    assert [("jazz", 4, 100), ("aucun de ceux-ci", 1, 25)] == [
        (bar.name, bar.number, bar.percent) for bar in page.genres
    ]
    assert [("frontend: too_large", 2)] == [(bar.name, bar.number) for bar in page.refusals]
    first, second = page.services
    assert (20, 0, "0,50 s", "0,95 s", 5) == (
        *(first.requests, first.errors, first.half, first.most, first.waiting),
    )
    assert (True, "ne répond pas") == (second.is_failing, second.state)


def test_line_is_broken_where_nothing_was_answered() -> None:
    """No time is drawn for minutes without a song."""
    assert 2 == len(values_to_points([1.0, None, None, 2.0, 2.0], 2.0))
    assert [] == values_to_points([None], 0.0)


@pytest.mark.parametrize("counts", [{}, {"jazz": 0}])
def test_no_bars(counts: dict[str, int]) -> None:
    """What was never counted has no row."""
    assert [] == counts_to_bars(counts)
