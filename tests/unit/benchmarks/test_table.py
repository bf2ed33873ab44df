"""The tables that `make bench` prints."""

import pytest

from benchmarks.budgets import Budget, Row
from benchmarks.stages import Stage
from benchmarks.table import rows_to_table, stages_to_table


@pytest.mark.parametrize(
    ("budget", "measured", "verdict"),
    [
        (Budget(25.0), 25.0, "ok"),
        (Budget(25.0), 25.1, "OVER"),
        (Budget(8.0, at_least=True), 8.0, "ok"),
        (Budget(8.0, at_least=True), 7.9, "OVER"),
        (None, 1e9, ""),
    ],
)
def test_verdict_at_and_past_the_limit(
    budget: Budget | None, measured: float, verdict: str
) -> None:
    """A figure at its limit is ok, one past it is OVER, one without a budget is neither."""
    assert verdict == Row("SVM", measured, "ms", budget).verdict


def test_a_row_shows_budget_figure_verdict_and_note() -> None:
    """A line has the limit with its direction and unit, the figure, the verdict and the note."""
    rows = [
        Row("SVM: warm", 31.26, "ms", Budget(25.0), "median of 30"),
        Row("SVM: speed-up", 2.5, "×", Budget(2.0, at_least=True)),
    ]

    _, _, slow, fast = rows_to_table(rows).splitlines()

    assert ["SVM:", "warm", "≤", "25", "ms", "31.3", "ms", "OVER", "median", "of", "30"] == (
        slow.split()
    )
    assert ["SVM:", "speed-up", "≥", "2", "×", "2.50", "×", "ok"] == fast.split()


def test_columns_are_aligned() -> None:
    """The unit of every figure ends at the same column, however long the names are."""
    rows = [Row("a", 1.0, "ms"), Row("a much longer name", 1234.5, "ms")]

    lines = rows_to_table(rows).splitlines()

    assert lines[2].rindex("ms") == lines[3].rindex("ms")


def test_a_stage_without_a_plain_counterpart_shows_no_ratio() -> None:
    """The ratio is plain over ours, and stands only where there is a plain way."""
    stages = [Stage("log-mel", 4.0, 18.0, "librosa"), Stage("vgg19 model", 50.0, None, "")]

    _, _, compared, alone = stages_to_table(stages).splitlines()

    assert ["log-mel", "4.00", "ms", "18.00", "ms", "4.5", "×", "librosa"] == compared.split()
    assert ["vgg19", "model", "50.00", "ms"] == alone.split()
