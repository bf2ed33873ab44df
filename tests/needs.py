"""What a test needs that a person may not have: skipped with how to get it, a failure under CI."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NoReturn

import pytest

Alone = Callable[[], AbstractContextManager[None]]

# For tests that let training play drum kits which nobody here made.
needs_sound_font = pytest.mark.usefixtures("sound_font")
# For tests on processors that this machine does not have.
needs_emulator = pytest.mark.usefixtures("emulator")
# For tests that look for processes as the newcomer's container does.
needs_proc = pytest.mark.skipif(
    sys.platform != "linux", reason="the newcomer's container is Linux, and has /proc"
)


def under_ci() -> bool:
    """Tell whether this is the run that must try everything."""
    return os.environ.get("CI") == "true"


def cannot_run(how: str) -> NoReturn:
    """Skip the test, or fail it under CI; `how` says what is missing and what to do about it."""
    if under_ci():
        pytest.fail(how)
    pytest.skip(how)


def path_from_environment(variable: str, what: str) -> Path:
    """Find a path of the shared data; without it the test cannot run."""
    value = os.environ.get(variable)
    if not value or not Path(value).exists():
        cannot_run(f"set {variable} to {what}")
    return Path(value)


def reasons_to_lines(reasons: Iterable[str]) -> list[str]:
    """Say how many tests were skipped, and for each reason what to do to run them too."""
    counted = Counter(reason.removeprefix("Skipped: ") for reason in reasons)
    if not counted:
        return []
    width = len(str(max(counted.values())))
    lines = [f"{n:{width}} × {reason}" for reason, n in sorted(counted.items())]
    return [f"{_tests(counted.total())} skipped; to run them too:", *lines]


def _tests(n: int) -> str:
    return "1 test was" if n == 1 else f"{n} tests were"
