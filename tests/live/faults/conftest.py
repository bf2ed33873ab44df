"""The table that `make faults` prints: what each test has found, as it said by `record_property`.

A test calls it with `FAULT` and a row: what went wrong, what was found, what is right.
"""

import pytest

from benchmarks.processor import this_processor

FAULT = "fault"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the rows of the tests that passed, and the names of those that did not."""
    found = terminalreporter.stats
    rows = [row for one in found.get("passed", []) for name, row in one.user_properties]
    failed = [one.nodeid for kind in ("failed", "error") for one in found.get(kind, [])]
    if not rows and not failed:
        return
    terminalreporter.section(f"faults, on {this_processor()}")
    terminalreporter.write_line("| fault | found | right |\n|---|---|---|")
    for row in rows:
        terminalreporter.write_line(f"| {' | '.join(row)} |")
    for name in failed:
        terminalreporter.write_line(f"| {name} | FAILED | |")
