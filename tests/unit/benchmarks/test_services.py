"""The command itself, with the measuring left out."""

import json
from pathlib import Path

import pytest

from benchmarks import services
from benchmarks.budgets import Budget, Row
from benchmarks.stages import Stage

SLOW = Row("SVM: warm", 31.0, "ms", Budget(25.0))
FAST = Row("SVM: warm", 21.0, "ms", Budget(25.0))
STAGE = Stage("decode", 2.0, 1.0, "librosa.load")


@pytest.mark.parametrize(
    ("row", "options", "status"),
    [(SLOW, [], 0), (SLOW, ["--strict"], 1), (FAST, ["--strict"], 0)],
)
def test_only_strict_fails_and_only_over_a_budget(
    row: Row, options: list[str], status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The status is 0 whatever was measured, unless `--strict` finds a figure over its budget."""
    monkeypatch.setattr(services, "measure", lambda _plan: ([row], [STAGE]))

    assert status == services.main([*options, "--json", str(tmp_path / "bench.json")])


def test_both_tables_are_printed_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The JSON has the machine, and every row with its budget and verdict; the text has both."""
    monkeypatch.setattr(services, "measure", lambda _plan: ([SLOW], [STAGE]))
    path = tmp_path / "new" / "bench.json"

    services.main(["--json", str(path)])

    written = json.loads(path.read_text())
    assert {"machine", "rows", "stages"} == written.keys()
    assert ("OVER", 25.0) == (written["rows"][0]["verdict"], written["rows"][0]["budget"]["limit"])
    assert "librosa.load" == written["stages"][0]["plain"]
    printed = capsys.readouterr().out
    assert "SVM: warm" in printed
    assert "decode" in printed
