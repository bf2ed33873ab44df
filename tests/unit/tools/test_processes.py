"""Processes of tests: they get what they are told, and end with the block that started them."""

from pathlib import Path

import pytest

from tools.processes import (
    ROOT,
    clean_environment,
    ended_python,
    nobody,
    running_python,
    wait_until_ready,
)

SLEEP = "import time; time.sleep(60)"


def test_process_gets_what_it_is_told() -> None:
    """Arguments, folder's path and named settings arrive; output and status come back."""
    code = "import os, sys; print(os.environ['ANSWER'], os.environ['PYTHONPATH']); sys.exit(3)"

    done = ended_python(["-c", code], ROOT, ANSWER="42")

    assert (3, f"42 {ROOT}\n") == (done.returncode, done.stdout)


def test_process_ends_with_its_block(tmp_path: Path) -> None:
    """However the block ends, the process is gone and has written its log."""
    with (
        pytest.raises(ZeroDivisionError),
        running_python(["-c", SLEEP], tmp_path, tmp_path / "log") as process,
    ):
        assert process.poll() is None
        raise ZeroDivisionError

    assert process.poll() is not None
    assert (tmp_path / "log").exists()


def test_service_that_ends_is_not_waited_for(tmp_path: Path) -> None:
    """What it wrote before it ended is in the error."""
    log = tmp_path / "log"
    with running_python(["-c", "print('no model here')"], tmp_path, log) as process:
        process.wait()
        with pytest.raises(RuntimeError, match="did not become ready:\nno model here"):
            wait_until_ready(nobody(), process, log)


def test_only_what_is_needed_is_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where programs are and where numba has compiled is kept; settings and locale are not."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/cache")
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    monkeypatch.setenv("PORT", "5001")

    environment = clean_environment()

    assert "/cache" == environment["NUMBA_CACHE_DIR"]
    assert "PATH" in environment
    assert not {"LC_ALL", "PORT"} & environment.keys()
