"""What was measured of many and of slow clients → one report, and which goals it misses."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from benchmarks.budgets import Budget
from benchmarks.crowd.many import Crowd
from benchmarks.crowd.slow import Slow

ANSWERED_P95_S: Final = Budget(10.0)
PROBE_S: Final = Budget(1.0)
MEANWHILE_S: Final = Budget(2.0)
CLOSED_WITHIN_S: Final = Budget(32.0)  # 30 s of silence, and a moment for so many at once


def measured_to_report(
    machine: Mapping[str, Any], song_s: float, crowds: Sequence[Crowd], slows: Sequence[Slow]
) -> dict[str, Any]:
    """Collect all figures; `training.tables` writes them as tables."""
    return {
        "machine": dict(machine),
        "song_s": song_s,
        "crowds": [crowd.figures() for crowd in crowds],
        "slow": [slow.figures() for slow in slows],
    }


def report_to_misses(report: Mapping[str, Any]) -> list[str]:
    """Name every goal that was missed, and by which figure."""
    return [*_crowd_misses(report["crowds"]), *_slow_misses(report["slow"])]


def _crowd_misses(crowds: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for crowd in crowds:
        who = f"{crowd['service']}, {crowd['clients']} clients"
        if crowd["lost"] or crowd["others"]:
            yield f"{who}: {crowd['lost']} lost, {crowd['others']} with another answer"
        if crowd["p95_s"] is None:
            yield f"{who}: nobody was answered"
        elif not ANSWERED_P95_S.holds(crowd["p95_s"]):
            yield f"{who}: p95 {crowd['p95_s']:.2f} s, over {ANSWERED_P95_S.limit:g} s"
        if not PROBE_S.holds(crowd["livez_worst_s"]):
            yield f"{who}: /livez {crowd['livez_worst_s']:.2f} s, over {PROBE_S.limit:g} s"


def _slow_misses(slows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for slow in slows:
        who = f"{slow['service']}, {slow['silent']} silent clients"
        for what in ("livez_worst_s", "song_worst_s", "after_worst_s"):
            if not MEANWHILE_S.holds(slow[what]):
                yield f"{who}: {what} {slow[what]:.2f}, over {MEANWHILE_S.limit:g}"
        if slow["told_408"] != slow["silent"]:
            yield f"{who}: {slow['told_408']} were told 408"
        if not CLOSED_WITHIN_S.holds(slow["closed_within_s"]):
            yield f"{who}: closed after {slow['closed_within_s']:.1f} s"
