"""Many clients at once: what is counted as what."""

import time

from unit.benchmarks.crowd.saying_server import BUSY, with_server

from benchmarks.crowd.clients import GIVES_UP_S, Reply
from benchmarks.crowd.many import Crowd, Patience, crowd_at, percentile


def test_figures() -> None:
    """Times are of the answered; refused, lost and others are counted apart."""
    replies = [
        *(Reply(200, 1.0), Reply(200, 3.0), Reply(503, 0.01, 7), Reply(0, 9.0)),
        *(Reply(400, 0.1), Reply(503, 0.1)),  # refused without a word when to come again
    ]

    found = Crowd("svm", 4, 2.0, replies, [Reply(200, 0.5), Reply(200, 0.1)]).figures()

    assert ("svm", 4) == (found["service"], found["clients"])
    assert (1.0, 2.0, 2) == (found["per_s"], found["p50_s"], found["answered"])
    assert (1, 1, 2, 0.5) == (
        *(found["refused"], found["lost"], found["others"], found["livez_worst_s"]),
    )


def test_probe_without_an_answer_has_waited_for_ever() -> None:
    """A lost probe is no fast one."""
    found = Crowd("svm", 1, 1.0, [], [Reply(0, 0.01)]).figures()

    assert (GIVES_UP_S, None) == (found["livez_worst_s"], found["p95_s"])


def test_percentiles() -> None:
    """Of nothing there is none."""
    assert 2.0 == percentile([1.0, 2.0, 3.0], 50)
    assert percentile([], 50) is None


def test_crowd() -> None:
    """So many clients ask until the time is over, those that are refused after a pause."""

    async def use(url: str) -> Crowd:
        return await crowd_at("svm", url, b"POST", 3, 1.0, Patience(retry_s=0.001))

    crowd, asked = with_server(BUSY, use)

    assert len(crowd.replies) == crowd.figures()["refused"] > 3
    assert {b"POST"} < set(asked)
    assert len(asked) == len(crowd.replies) + len(crowd.probes)
    assert crowd.lasted_s > 0


def test_nobody_waits_beyond_the_end() -> None:
    """Who is told to come again later than the time is over does not."""

    async def use(url: str) -> float:
        began = time.monotonic()
        crowd = await crowd_at("svm", url, b"POST", 1, 0.05, Patience(retry_s=60))
        assert 1 == len(crowd.replies)
        return time.monotonic() - began

    took_s, _ = with_server(BUSY, use)

    assert took_s < 7  # what the server says
