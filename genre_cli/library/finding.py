"""A folder → the files in it, each once, whatever links there are.

Folders are known by device and number, so a link back up ends the way. A file that several links
lead to is found by its own name first: links are followed last. Only regular files are files: a
pipe or a device would be waited for without end.
"""

import os
import stat
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

SCRATCH_PREFIX: Final = ".genre-"  # of files that `genre tag` writes and renames

OTHER_FILE: Final = "other_file"  # the code of what is no music and does not say that it were
LOOK_S: Final = 0.1  # ahead, each time; some thousand files on a disk of one's own

Some = TypeVar("Some")


@dataclass(frozen=True)
class Found:
    """A file, with what tells whether it has changed."""

    path: Path
    size_bytes: int
    modified_ns: int


@dataclass(frozen=True)
class Unreadable:
    """A folder or file that the system does not give, and what it says."""

    path: Path
    error: OSError


def folder_to_files(folder: Path) -> Iterator[Found | Unreadable]:
    """Find all files under a folder, in the order of their names."""
    folders: set[tuple[int, int]] = set()
    files: set[tuple[int, int]] = set()
    links: list[Path] = []

    def look(path: Path) -> Iterator[Found | Unreadable]:
        try:
            facts = path.stat()
            key = facts.st_dev, facts.st_ino
            if stat.S_ISDIR(facts.st_mode):
                if key not in folders:
                    folders.add(key)
                    yield from look_inside(path)
            # A hard link is a file of its own; the same name twice, over links, is not.
            elif stat.S_ISREG(facts.st_mode) and (facts.st_nlink > 1 or key not in files):
                files.add(key)
                yield Found(path, facts.st_size, facts.st_mtime_ns)
        except OSError as error:
            yield Unreadable(path, error)

    def look_inside(path: Path) -> Iterator[Found | Unreadable]:
        with os.scandir(path) as scanned:
            entries = sorted((Path(entry.path), entry.is_symlink()) for entry in scanned)
        entries = [one for one in entries if not one[0].name.startswith(SCRATCH_PREFIX)]
        links.extend(entry for entry, is_link in entries if is_link)
        for entry, is_link in entries:
            if not is_link:
                yield from look(entry)

    yield from look(folder)
    while links:
        yield from look(links.pop(0))


def looked_ahead(
    found: Iterator[Some],
    tell_count: Callable[[int], None],
    look_s: float = LOOK_S,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Some]:
    """Give what is found, in its order, and look for more for a moment each time.

    `tell_count` is told once how many there are, as soon as all are found.
    """
    waiting: deque[Some] = deque()
    count, is_all = 0, False
    while waiting or not is_all:
        until = clock() + look_s
        while not is_all and (not waiting or clock() < until):
            try:
                waiting.append(next(found))
                count += 1
            except StopIteration:
                is_all = True
                tell_count(count)
        if waiting:
            yield waiting.popleft()
