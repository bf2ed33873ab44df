"""Interleaved rounds and what is left of their timings."""

import time

import pytest

from benchmarks.rounds import interleave, median, percentile_95, timed


def test_calls_take_turns() -> None:
    """Every round does each call once, in order, so that noise hits all of them."""
    order: list[str] = []

    def call(name: str) -> dict[str, float]:
        order.append(name)
        return {"ms": 1.0}

    interleave({"a": lambda: call("a"), "b": lambda: call("b")}, 2, 1, "test")

    assert ["a", "b"] * 3 == order


def test_the_first_rounds_do_not_count() -> None:
    """Times of the dropped rounds are in no list."""
    times_ms = iter([900.0, 800.0, 1.0, 2.0, 3.0])

    timings = interleave({"a": lambda: {"http": next(times_ms)}}, 3, 2, "test")

    assert {"a http": [1.0, 2.0, 3.0]} == timings


def test_every_time_of_a_call_is_kept_apart() -> None:
    """A call that tells two times has two lists."""
    timings = interleave({"a": lambda: {"http": 5.0, "predict": 4.0}}, 1, 0, "test")

    assert {"a http": [5.0], "a predict": [4.0]} == timings


def test_timed_measures_the_function_in_milliseconds() -> None:
    """A function that sleeps 20 ms takes at least 20 ms."""
    assert timed(lambda: time.sleep(0.02))()["ms"] >= 20


def test_one_slow_round_moves_the_95th_percentile_and_not_the_median() -> None:
    """An outlier among 21 values stays out of both; two of them show in the percentile."""
    assert 10.0 == median([10.0] * 20 + [500.0])
    assert 10.0 == percentile_95([10.0] * 20 + [500.0])
    assert percentile_95([10.0] * 19 + [500.0] * 2) == pytest.approx(500.0)
