"""Where the shards go: a folder or a store, in which every name has the whole content or none."""

from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import fsspec
from fsspec.implementations.local import LocalFileSystem

from genre_cli.bulk.faults import told_as
from genre_cli.whole_file import write_whole

UNWRITABLE: Final = "out_unwritable"


class OutFolder:
    """A place of files, by any fsspec URL. Every method raises `FileProblemError`."""

    def __init__(self, url: str) -> None:
        with told_as(UNWRITABLE):
            self.filesystem, self.path = fsspec.core.url_to_fs(url)
        self.is_local = isinstance(self.filesystem, LocalFileSystem)

    def full(self, name: str) -> str:
        """Return the path of a name."""
        return f"{self.path}/{name}"

    def make(self, name: str) -> Path:
        """Make a folder inside one of this machine, and return it."""
        with told_as(UNWRITABLE):
            made = Path(self.full(name))
            made.mkdir(parents=True, exist_ok=True)
        return made

    def names(self) -> list[str]:
        """List what is in the folder; nothing where it is not there."""
        with told_as(UNWRITABLE):
            self.filesystem.invalidate_cache()  # another run may have written since
            try:
                found = self.filesystem.ls(self.path, detail=False)
            except FileNotFoundError:
                return []
        return [path.rstrip("/").rpartition("/")[2] for path in found]

    def read(self, name: str) -> bytes | None:
        """Read a file; None where there is none."""
        with told_as(UNWRITABLE):
            try:
                content: bytes = self.filesystem.cat_file(self.full(name))
            except FileNotFoundError:
                return None
        return content

    def write(self, name: str, content: bytes) -> None:
        """Write a file, whole or not at all: renamed when it is on the disk, or by one request."""
        with told_as(UNWRITABLE):
            if self.is_local:
                path = Path(self.full(name))
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, content)
            else:
                self.filesystem.pipe_file(self.full(name), content)

    def take(self, name: str, scratch: Path) -> None:
        """Put a file of this machine here, whole or not at all; in a folder it is renamed."""
        with told_as(UNWRITABLE):
            if self.is_local:
                scratch.replace(self.full(name))
            else:
                self.filesystem.put_file(str(scratch), self.full(name))

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        with told_as(UNWRITABLE), suppress(FileNotFoundError):
            self.filesystem.rm_file(self.full(name))

    def open(self, name: str) -> Any:
        """Open a file to be read in places."""
        with told_as(UNWRITABLE):
            return self.filesystem.open(self.full(name), "rb")
