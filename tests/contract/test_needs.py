"""What a person does not have is skipped with how to get it, and is a failure under CI."""

from pathlib import Path

import pytest
from needs import cannot_run, path_from_environment, reasons_to_lines


@pytest.mark.parametrize(("ci", "outcome"), [("true", "Failed"), ("false", "Skipped")])
def test_what_is_missing_is_a_failure_under_ci(
    ci: str, outcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person skips the test and is told how to get what it needs; CI fails by the same words."""
    monkeypatch.setenv("CI", ci)

    with pytest.raises(BaseException, match="set IT to that") as raised:
        cannot_run("set IT to that")
    assert outcome == raised.typename


def test_skips_are_told_by_reason() -> None:
    """The end of the run counts what was skipped, and says once for each reason what to do."""
    reasons = ["Skipped: set A to a"] * 11 + ["Skipped: apt install b"]

    assert [
        "12 tests were skipped; to run them too:",
        " 1 × apt install b",
        "11 × set A to a",
    ] == reasons_to_lines(reasons)
    assert "1 test was skipped; to run them too:" == reasons_to_lines(reasons[:1])[0]
    assert [] == reasons_to_lines([])


def test_shared_data_is_what_its_variable_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable that is not set or names nothing is told by its name and what it should be."""
    monkeypatch.setenv("CI", "false")
    monkeypatch.setenv("GTZAN_DIR", str(tmp_path))
    assert tmp_path == path_from_environment("GTZAN_DIR", "a folder")

    for nothing in (str(tmp_path / "nowhere"), ""):
        monkeypatch.setenv("GTZAN_DIR", nothing)
        with pytest.raises(pytest.skip.Exception, match="set GTZAN_DIR to a folder"):
            path_from_environment("GTZAN_DIR", "a folder")
    monkeypatch.delenv("GTZAN_DIR")
    with pytest.raises(pytest.skip.Exception, match="set GTZAN_DIR to a folder"):
        path_from_environment("GTZAN_DIR", "a folder")
