"""librosa is compiled by one process, and who starts beside it waits."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from beat_service import precompile
from beat_service.precompile import (
    CPU_VARIABLE,
    FOLDER_VARIABLE,
    cache_folder,
    compile_once,
    is_compiled,
)

COMPILED = "*.nbc"
ASK = "from beat_service.precompile import compile_once; compile_once()"
WALK = "from beat_service.precompile import walk; walk()"


def started(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Start Python with its numba's files in a folder."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, FOLDER_VARIABLE: str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )


def ended(process: "subprocess.Popen[str]") -> tuple[str, int]:
    """Wait for what a process says, and for its status."""
    said, _ = process.communicate()
    return said.strip(), process.returncode


@pytest.fixture
def walks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Note each time that something is compiled, in a folder of the test's own."""
    noted: list[str] = []
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    monkeypatch.setattr(precompile, "walk", lambda: noted.append("walked"))
    return noted


def test_processes_that_start_at_once(tmp_path: Path) -> None:
    """Of three that start cold at once one compiles, and a fourth has all of it."""
    processes = [started(tmp_path, "-c", ASK) for _ in range(3)]
    assert [("", 0)] * 3 == [ended(process) for process in processes]
    files = {file: file.stat().st_mtime_ns for file in tmp_path.rglob(COMPILED)}

    assert ("", 0) == ended(started(tmp_path, "-c", WALK))
    assert files
    assert files == {file: file.stat().st_mtime_ns for file in tmp_path.rglob(COMPILED)}


def test_compiled_once(walks: list[str]) -> None:
    """What is compiled is not compiled again, and the lock is not asked for."""
    assert not is_compiled()
    compile_once()
    assert is_compiled()
    with FileLock(cache_folder() / "librosa.lock"):
        compile_once()

    assert ["walked"] == walks


def test_another_processor(walks: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A home that machines share has files for each kind of processor."""
    monkeypatch.delenv(CPU_VARIABLE, raising=False)
    monkeypatch.setattr("llvmlite.binding.get_host_cpu_name", lambda: "one")
    compile_once()
    monkeypatch.setattr("llvmlite.binding.get_host_cpu_name", lambda: "other")
    compile_once()

    assert ["walked", "walked"] == walks


def test_failed_compiling_is_tried_again(monkeypatch: pytest.MonkeyPatch, walks: list[str]) -> None:
    """Who could not compile leaves no mark that says so."""

    def failing() -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(precompile, "walk", failing)
        with pytest.raises(MemoryError):
            compile_once()
    compile_once()

    assert ["walked"] == walks


def test_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The files of numba are where they can be: beside librosa, else in the user's folder."""
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    monkeypatch.setattr("librosa.__file__", str(tmp_path / "librosa" / "__init__.py"))
    assert tmp_path / "librosa" / "__pycache__" == cache_folder()

    (tmp_path / "file").touch()
    monkeypatch.setattr("librosa.__file__", str(tmp_path / "file" / "__init__.py"))
    monkeypatch.setattr("platformdirs.user_cache_path", lambda _: tmp_path / "own")
    assert tmp_path / "own" / "numba" == cache_folder()
    assert os.environ[FOLDER_VARIABLE] == str(tmp_path / "own" / "numba")


def test_nowhere_to_keep_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where nothing can be written but temporary files, it works, and they go with the process."""
    (tmp_path / "file").touch()
    nowhere = tmp_path / "file" / "x"
    script = f"""
import librosa, pathlib, platformdirs
from beat_service import precompile
librosa.__file__ = {str(nowhere)!r}
platformdirs.user_cache_path = lambda _: pathlib.Path({str(nowhere)!r})
precompile.walk = lambda: None
print(precompile.cache_folder())
"""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    said, status = ended(started(nowhere, "-c", script))

    assert 0 == status
    assert tmp_path == Path(said).parent
    assert not Path(said).exists()


def test_installing_compiles(walks: list[str], tmp_path: Path) -> None:
    """`python -m beat_service.precompile` leaves nothing to compile."""
    assert ("", 0) == ended(started(tmp_path, "-m", "beat_service.precompile"))
    compile_once()

    assert [] == walks
