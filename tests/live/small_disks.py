"""Disks of some megabytes, and how to fill one."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from needs import cannot_run

DISK_BYTES = 12_000_000


@contextlib.contextmanager
def small_disk(folder: Path, size_bytes: int = DISK_BYTES) -> Iterator[Path]:
    """Make a disk of some megabytes, which only this machine's administrator can."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={size_bytes}", "small", str(folder)]
    mount = shutil.which("mount")
    if mount is None or subprocess.run([mount, *options], check=False).returncode:
        cannot_run("run this test as root, on a Linux that may mount a disk in memory")
    try:
        yield folder
    finally:
        subprocess.run([str(shutil.which("umount")), "--lazy", str(folder)], check=True)


def remount(disk: Path, how: str) -> None:
    """Let a disk be read-only (`ro`), or not any more (`rw`)."""
    subprocess.run([str(shutil.which("mount")), "-o", f"remount,{how}", str(disk)], check=True)


def fill(folder: Path) -> Path:
    """Take all the room that is left on a disk."""
    file = folder / "of-somebody-else"
    with file.open("ab", buffering=0) as taken, contextlib.suppress(OSError):
        while taken.write(bytes(4096)) == 4096:
            pass
    return file
