"""Who is let in, who waits, and who is told to come again."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from music_genre.webapi.problems import ApiError
from music_genre.webapi.server import lane as module
from music_genre.webapi.server.lane import ALARM_RATE, FIRST_GUESS_S, LEARNING_RATE, Lane, Place


def run(scenario: Coroutine[Any, Any, None]) -> None:
    """Play a scenario on an event loop of its own."""
    asyncio.run(scenario)


async def queued(lane: Lane, n: int) -> list[asyncio.Task[Place]]:
    """Let some requests enter or wait."""
    tasks = [asyncio.create_task(lane.enter()) for _ in range(n)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


def test_waiting_is_first_come_first_served() -> None:
    """So many are inside at once; whoever waits longest is next."""

    async def scenario() -> None:
        lane = Lane(2)
        first, second, third, fourth = await queued(lane, 4)
        assert (2, 2) == (lane.n_inside, lane.n_waiting)
        second.result().leave()
        await third
        assert (2, 1) == (lane.n_inside, lane.n_waiting)
        assert not fourth.done()
        fourth.cancel()
        await asyncio.wait({fourth})
        assert 0 == lane.n_waiting
        first.result().leave()

    run(scenario())


def test_expected_time() -> None:
    """A request takes the usual time, and that of those before it, shared by the places."""

    async def scenario() -> None:
        lane = Lane(2)
        assert FIRST_GUESS_S == lane.expected_s()
        tasks = await queued(lane, 5)
        assert pytest.approx(FIRST_GUESS_S * (1 + 4 / 2)) == lane.expected_s()
        for task in tasks:
            task.cancel()

    run(scenario())


def test_refused_where_it_would_take_too_long() -> None:
    """As many wait as can be answered in time; the next is refused at once, with a time."""

    async def scenario() -> None:
        lane = Lane(1, longest_wait_s=3 * FIRST_GUESS_S)
        tasks = await queued(lane, 3)
        assert 2 == lane.n_waiting
        with pytest.raises(ApiError, match="overloaded") as raised:
            await lane.enter()
        assert 2 == raised.value.facts["retry_after_s"]
        for task in tasks:
            task.cancel()

    run(scenario())


def test_a_free_place_is_never_refused() -> None:
    """However long requests take, one is let in where nobody else is."""

    async def scenario() -> None:
        lane = Lane(1, longest_wait_s=1)
        lane.mean_s = 100
        (await lane.enter()).leave()

    run(scenario())


def test_waiting_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever was promised too much is told so while waiting, and waits no more."""
    monkeypatch.setattr(module, "LEAST_PATIENCE_S", 0.02)

    async def scenario() -> None:
        lane = Lane(1, longest_wait_s=0.05)
        lane.mean_s = 0.001
        place = await lane.enter()
        with pytest.raises(ApiError, match="overloaded"):
            await lane.enter()
        assert (1, 0) == (lane.n_inside, lane.n_waiting)
        place.leave()

    run(scenario())


def test_what_would_come_too_late_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where answers became slower meanwhile, a place that comes late is left to the next."""
    monkeypatch.setattr(module, "LEAST_PATIENCE_S", 0.0)

    async def scenario() -> None:
        lane = Lane(1)
        first, second = await queued(lane, 2)
        lane.mean_s = 2 * lane.longest_wait_s
        first.result().leave()
        with pytest.raises(ApiError, match="overloaded"):
            await second
        assert (0, 0) == (lane.n_inside, lane.n_waiting)

    run(scenario())


def test_learns_from_each() -> None:
    """Each answer moves the mean a little; a place is left once, however often that is said."""

    async def scenario() -> None:
        lane = Lane(1)
        place = await lane.enter()
        place.leave()
        place.leave()
        assert 0 == lane.n_inside
        assert pytest.approx(FIRST_GUESS_S * (1 - LEARNING_RATE), abs=0.05) == lane.mean_s

    run(scenario())


def test_slower_answers_are_learnt_faster() -> None:
    """To promise too much is worse than to refuse too much."""

    async def scenario() -> None:
        lane = Lane(1)
        await lane.enter()
        lane.leave(FIRST_GUESS_S + 1)
        assert pytest.approx(FIRST_GUESS_S + ALARM_RATE) == lane.mean_s

    run(scenario())
