"""Buckets of tokens: how many at once, how they fill, and how many are kept."""

from dataclasses import dataclass

import pytest

from music_genre.webapi.gate.buckets import Buckets, Policy, Standing, standings_to_headers


@dataclass
class Clock:
    """A clock that the test turns."""

    now: float = 1000.0

    def __call__(self) -> float:
        """Return the time [s]."""
        return self.now


@pytest.mark.parametrize("quota", [1, 7, 30, 60, 600])
def test_a_whole_window_at_once_and_no_more(quota: int) -> None:
    """So many requests pass at once; then one for each part of the window that has gone by."""
    clock = Clock()
    buckets = Buckets(Policy("requests", quota), clock=clock)

    taken = [buckets.take("a") for _ in range(quota)]
    assert [*range(quota - 1, -1, -1)] == [one.left for one in taken]
    assert {0.0} == {one.retry_s for one in taken}
    refused = buckets.take("a")
    assert 0 == refused.left
    assert pytest.approx(60 / quota) == refused.retry_s
    clock.now += refused.retry_s * 0.99
    assert buckets.take("a").retry_s > 0
    clock.now += refused.retry_s * 0.011
    assert 0 == buckets.take("a").retry_s
    assert buckets.take("a").retry_s > 0


def test_slow_requests_lose_no_parts_of_tokens() -> None:
    """Whoever asks just as often as tokens come back is never refused."""
    clock = Clock()
    buckets = Buckets(Policy("requests", 30), clock=clock)

    for _ in range(500):
        assert 0 == buckets.take("a").retry_s
        clock.now += 2.0


def test_clients_do_not_share() -> None:
    """What one client takes is none of another's."""
    buckets = Buckets(Policy("requests", 1), clock=Clock())

    assert [0.0, 0.0, 60.0] == [buckets.take(one).retry_s for one in ("a", "b", "a")]


def test_memory_has_an_end() -> None:
    """Of many clients the last ones are remembered, and a busy one stays among them."""
    buckets = Buckets(Policy("requests", 1000), most_clients=100, clock=Clock())

    for number in range(10_000):
        buckets.take(str(number))
        left = buckets.take("busy").left
        if number == 500:
            assert 1000 - 501 == left

    assert 100 == len(buckets)


def test_headers() -> None:
    """Policies and what is left are structured fields, with whole seconds."""
    standings = [
        Standing(Policy("uploads", 30), 3, 53.2, 0.0),
        Standing(Policy("requests", 600), 0, 60.0, 0.1),
    ]

    assert [
        (b"ratelimit-policy", b'"uploads";q=30;w=60, "requests";q=600;w=60'),
        (b"ratelimit", b'"uploads";r=3;t=54, "requests";r=0;t=60'),
    ] == standings_to_headers(standings)
