"""Archives of short songs, `genre bulk` as a process, and what it has written."""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil
import pyarrow.dataset as pds

from tools.processes import ROOT, clean_environment
from tools.signals import sine, to_file

PATIENCE_S = 600
SHARD_ROWS = 10
READ = ("row", "url", "code", "attempts", "sha256", "outcome")
# A file with this mark ends whatever process hears it, as a fault of a library would.
POISON = b"this ends whoever hears it"
POISONED = f"""
import hashlib, os, signal
real = hashlib.sha256
def sha256(content=b"", **options):
    if {POISON!r} in bytes(content):
        os.kill(os.getpid(), signal.SIGKILL)
    return real(content, **options)
hashlib.sha256 = sha256
"""

Row = dict[str, Any]


def make_songs(folder: Path, n_songs: int) -> list[str]:
    """Make tones of a second, each of its own content; return their paths."""
    folder.mkdir(parents=True)
    for number in range(n_songs):
        (folder / f"{number:05d}.wav").write_bytes(to_file(sine(100 + number, 1)))
    return [str(path) for path in sorted(folder.iterdir())]


def make_manifest(file: Path, urls: Sequence[str]) -> Path:
    """Write a manifest of lines."""
    file.write_text("".join(f"{url}\n" for url in urls))
    return file


def poisoned_path(folder: Path) -> str:
    """Make a folder that makes Python processes mortal when it is on their path."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(POISONED)
    return os.pathsep.join([str(folder), str(ROOT)])


@contextlib.contextmanager
def started(
    manifest: Path | str,
    out: Path | str,
    *options: str,
    python: str = sys.executable,
    **environment: str,
) -> Iterator[subprocess.Popen[str]]:
    """Start a run, and let nothing of it be left at the end."""
    command = [python, "-m", "genre_cli", "bulk", str(manifest), "--out", str(out)]
    process = subprocess.Popen(
        [*command, "--json", "--shard-rows", str(SHARD_ROWS), *options],
        env=clean_environment(LANG="C", **environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def ended(process: subprocess.Popen[str], status: int = 0) -> dict[str, Any]:
    """Wait for the end; return what was told last."""
    out, err = process.communicate(timeout=PATIENCE_S)
    assert status == process.returncode, err
    told: dict[str, Any] = json.loads(out.splitlines()[-1])
    return told


def run(
    manifest: Path | str,
    out: Path | str,
    *options: str,
    python: str = sys.executable,
    **environment: str,
) -> dict[str, Any]:
    """Run to the end; return the counts that were told."""
    with started(manifest, out, *options, python=python, **environment) as process:
        counts: dict[str, Any] = ended(process)["bulk"]
    return counts


def wait_until(is_so: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for something to be so, as long as a process runs."""
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.05)


def workers(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """Find the processes that hear."""
    found = []
    for child in psutil.Process(process.pid).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if "spawn_main" in " ".join(child.cmdline()):
                found.append(child)
    return found


def shards(out: Path) -> list[Path]:
    """List the shards that are written."""
    return sorted(out.glob("part-*.parquet"))


def rows(out: Path | str, filesystem: Any = None) -> list[Row]:
    """Read all rows of the shards, by number, without the long columns."""
    data = pds.dataset(str(out), filesystem=filesystem, format="parquet")
    found: list[Row] = data.to_table(columns=list(READ)).sort_by("row").to_pylist()
    return found


def assert_each_once(found: Sequence[Row], urls: Sequence[str]) -> None:
    """Every line of a manifest has one row, in its place, of its own content."""
    assert list(range(len(urls))) == [row["row"] for row in found]
    assert list(urls) == [row["url"] for row in found]
    for row in found:
        if row["code"] is None:
            assert hashlib.sha256(Path(row["url"]).read_bytes()).hexdigest() == row["sha256"]
