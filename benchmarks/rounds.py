"""Timing in interleaved rounds, and what is left of many timings.

Every round does each call once (A B A B …), so that whatever else the machine does hits all of them
alike and their ratios mean something. The first rounds are warm-up and are dropped.
"""

import statistics
import time
from collections.abc import Callable, Mapping

from tqdm import tqdm

Timings = dict[str, list[float]]  # [ms] by the name of what was timed
Timed = Callable[[], Mapping[str, float]]  # does something once; its times [ms] by name


def interleave(calls: Mapping[str, Timed], rounds: int, dropped: int, title: str) -> Timings:
    """Time `rounds` rounds after `dropped` ones; give the times by `"<call> <time's name>"`."""
    timings: Timings = {}
    for number in tqdm(range(dropped + rounds), desc=title, unit="round"):
        for name, call in calls.items():
            for part, elapsed_ms in call().items():
                if number >= dropped:
                    timings.setdefault(f"{name} {part}", []).append(elapsed_ms)
    return timings


def timed(function: Callable[[], object]) -> Timed:
    """Wrap the function as a call whose only time, `"ms"`, is its own [ms]."""

    def call() -> dict[str, float]:
        started = time.perf_counter()
        function()
        return {"ms": (time.perf_counter() - started) * 1000}

    return call


def median(values: list[float]) -> float:
    """Find the middle value, in the values' unit."""
    return statistics.median(values)


def percentile_95(values: list[float]) -> float:
    """Find the value that 95 % do not pass, between neighbours by distance, in the values' unit."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]
