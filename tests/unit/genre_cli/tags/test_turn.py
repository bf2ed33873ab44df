"""One writer of tags at a time."""

import subprocess
import sys
from pathlib import Path

import pytest

from genre_cli.tags.turn import only_writer
from genre_cli.telling.problems import FileProblemError

HOLDING = """
from genre_cli.tags.turn import only_writer
with only_writer():
    print("mine", flush=True)
    input()
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a home that is not there yet."""
    monkeypatch.setenv("GENRE_HOME", str(tmp_path / "home"))


def test_another_process_is_at_work() -> None:
    """It is told at once; when that process is killed, the turn is free."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert "mine" == other.stdout.readline().strip()
        with pytest.raises(FileProblemError, match="tags_in_use"), only_writer():
            pass
        other.kill()
    with only_writer():
        pass


def test_one_after_the_other() -> None:
    """Who has ended keeps nobody out, however it ended."""
    with pytest.raises(OSError, match="full"), only_writer():
        raise OSError(28, "full")
    with only_writer():
        pass
