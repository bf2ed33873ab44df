"""A file is the old or the new one, never half of one: written beside it, then renamed over it."""

import contextlib
import hashlib
import os
import shutil
import socket
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from genre_cli.home import home
from genre_cli.library.finding import SCRATCH_PREFIX
from genre_cli.telling.problems import FileProblemError, told_as_write


@contextmanager
def scratch_copy(path: Path) -> Iterator[Path]:
    """Make a copy beside a file, to be changed and renamed over it; it is gone in the end.

    `genre scan` passes over it. Raises `FileProblemError` (`file_read_only` and those of
    `told_as_write`), `OSError`.
    """
    if not path.stat().st_mode & stat.S_IWUSR or not os.access(path, os.W_OK):
        raise FileProblemError("file_read_only")
    name = hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]
    scratch = path.with_name(f"{our_prefix()}{name}{path.suffix}")
    try:
        with told_as_write():
            shutil.copyfile(path, scratch)
        yield scratch
    finally:
        with contextlib.suppress(OSError):  # the reason is told; the next write removes it
            scratch.unlink(missing_ok=True)


def our_prefix() -> str:
    """Begin the names of copies that are made from this home, of which one makes some at a time."""
    owner = hashlib.sha256(os.fsencode(f"{socket.gethostname()}:{home().absolute()}"))
    return f"{SCRATCH_PREFIX}{owner.hexdigest()[:8]}-"


def remove_left_copies(paths: Iterable[Path]) -> None:
    """Remove copies that a killed writer of this home left beside files. Nobody may be writing."""
    for folder in {path.parent for path in paths}:
        for left in folder.glob(f"{our_prefix()}*"):
            # Where it cannot be removed nothing can be written either, and that is told.
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


def rename_over(scratch: Path, path: Path, modified_ns: int | None = None) -> None:
    """Put the copy in the file's place, with its owner, rights and attributes; wait for the disk.

    The time of its last change is now, or what is told [ns]. Raises `FileProblemError` as
    `told_as_write` does, and `OSError` where the disk fails with the file in its place.
    """
    with told_as_write():
        shutil.copystat(path, scratch)
        if sys.platform != "win32":
            facts = path.stat()
            with contextlib.suppress(PermissionError):  # a file of somebody else that we may write
                os.chown(scratch, facts.st_uid, facts.st_gid)
        changed_ns = time.time_ns() if modified_ns is None else modified_ns
        os.utime(scratch, ns=(changed_ns, changed_ns))
        wait_for_disk(scratch)
        scratch.replace(path)
    if sys.platform != "win32":  # where a folder cannot be opened
        wait_for_disk(path.parent)


def wait_for_disk(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk. Raises `OSError`."""
    # Windows flushes only what may be written.
    opened = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
