"""The report on crowds, and what in it misses a goal."""

from typing import Any

import pytest

from benchmarks.crowd.clients import Reply
from benchmarks.crowd.many import Crowd
from benchmarks.crowd.report import measured_to_report, report_to_misses
from benchmarks.crowd.slow import Slow


def report(**changed: Any) -> dict[str, Any]:
    """Make a report that meets every goal, each at its limit, but for what is changed."""
    crowd = Crowd("svm", 200, 1.0, [Reply(200, 10.0), Reply(503, 0.1, 7)], [Reply(200, 1.0)])
    fast = [Reply(200, 2.0)]
    slow = Slow("svm", [Reply(408, 32.0)], fast, fast, fast)
    made = measured_to_report({"cores": 2}, 10.0, [crowd], [slow])
    made["crowds"][0] |= {key: value for key, value in changed.items() if key in made["crowds"][0]}
    made["slow"][0] |= {key: value for key, value in changed.items() if key in made["slow"][0]}
    return made


def test_report_has_everything() -> None:
    """The machine, the song, and a row for each measurement."""
    made = report()

    assert ({"cores": 2}, 10.0) == (made["machine"], made["song_s"])
    assert (1, 1) == (len(made["crowds"]), len(made["slow"]))
    assert (1, 1) == (made["crowds"][0]["answered"], made["crowds"][0]["refused"])


def test_at_the_limit_is_within() -> None:
    """Nothing is missed by a figure at its limit."""
    assert [] == report_to_misses(report())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"lost": 1}, "svm, 200 clients: 1 lost"),
        ({"others": 1}, "1 with another answer"),
        ({"p95_s": 10.1}, "p95 10.10 s, over 10 s"),
        ({"p95_s": None}, "nobody was answered"),
        ({"song_worst_s": 2.1}, "svm, 1 silent clients: song_worst_s 2.10, over 2"),
        ({"after_worst_s": 60.0}, "after_worst_s 60.00"),
        ({"told_408": 0}, "0 were told 408"),
        ({"closed_within_s": 33.0}, "closed after 33.0 s"),
    ],
)
def test_a_missed_goal_is_named(changed: dict[str, Any], said: str) -> None:
    """Whose, which, and by how much."""
    (miss,) = report_to_misses(report(**changed))

    assert said in miss


def test_a_late_probe_is_named_in_both_tables() -> None:
    """`/livez` has 1 s in a crowd, and 2 s beside silent clients."""
    many, slow = report_to_misses(report(livez_worst_s=2.1))

    assert "/livez 2.10 s, over 1 s" in many
    assert "livez_worst_s 2.10, over 2" in slow
