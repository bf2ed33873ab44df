"""What a soak says of services that hold more and more, and of such that do not."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.soak import (
    LOST,
    MIB,
    MOST_GROWTH,
    ROUTES,
    Sample,
    pid_to_sample,
    print_row,
    soak,
    statuses_to_words,
)
from tools.processes import RunningService, free_port


def samples(memory_mib: list[float], files: int = 20) -> list[Sample]:
    """Make what was sampled, one after the other."""
    return [Sample(int(memory * MIB), 8, files) for memory in memory_mib]


def test_warming_up_is_no_growth(capsys: pytest.CaptureFixture[str]) -> None:
    """What the first quarter takes does not count."""
    growth = print_row("svm_service", samples([50, 90, 100, 100, 100, 101, 100, 102]))

    assert growth < MOST_GROWTH
    assert "| svm_service | 100 → 101 | 8 → 8 | 20 → 20 |\n" == capsys.readouterr().out


def test_a_leak_is_growth(capsys: pytest.CaptureFixture[str]) -> None:
    """A service that takes more from quarter to quarter is found by it, whatever it takes."""
    assert print_row("beat_service", samples([100, 100, 110, 110, 120, 120, 130, 130])) > 0.15
    early, late = samples([100] * 6), samples([100] * 2, files=30)
    assert print_row("frontend", early + late) == pytest.approx(0.5)
    assert "20 → 30" in capsys.readouterr().out


def test_a_process_is_sampled() -> None:
    """Its memory, threads and open files are those that the system tells."""
    before = pid_to_sample(os.getpid())
    held = os.open(os.devnull, os.O_RDONLY)
    try:
        after = pid_to_sample(os.getpid())
    finally:
        os.close(held)

    assert after.files == before.files + 1
    assert after.threads >= 1
    assert after.memory_bytes > MIB


def test_a_service_that_is_gone_ends_it() -> None:
    """What gets no answer is counted as lost, and the soak ends at once."""
    url = f"http://127.0.0.1:{free_port()}"
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        nobody = RunningService(url, process, Path(os.devnull))
        statuses, _ = soak(dict.fromkeys((package for package, _ in ROUTES), nobody), 600)

    assert {LOST} == statuses.keys()


def test_words() -> None:
    """Answers are told by their status, and what got none as lost."""
    assert "1 × lost, 3 × 200" == statuses_to_words(Counter({200: 3, LOST: 1}))
