"""The folders that an assistant may look into → the bytes of a file in them, and of no other.

A path counts as where it leads to: a link out of the folders is outside. What is opened is looked
at again after it was opened, so that nobody can put a link there in between. Only regular files are
read: a pipe or a device would be waited for without end. Of what is outside nothing is said, not
even whether it is there.
"""

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from genre_cli.telling.names import shown
from genre_cli.telling.problems import FileProblemError
from music_genre.webapi.messages import MEGABYTE
from music_genre.webapi.problems import ApiError

# Windows has no such flags, nor pipes that wait where files are.
SAFELY: Final = (
    getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)


class Folders:
    """Allowed folders. Raises `FileProblemError` (`not_a_folder`) for one that is none."""

    def __init__(self, folders: Sequence[Path], most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self.roots = [folder.resolve() for folder in folders]
        if not all(root.is_dir() for root in self.roots):
            raise FileProblemError("not_a_folder")

    def contain(self, path: Path) -> bool:
        """Tell whether a path leads into the folders."""
        real = Path(os.path.realpath(path))
        return any(real.is_relative_to(root) for root in self.roots)

    def find(self, name: str) -> Path:
        """Find a file by its path, absolute or from one of the folders.

        Raises `FileProblemError` (`outside_folders`) and `FileNotFoundError`.
        """
        try:
            os.fsencode(name)
            path = Path(name).expanduser()
            asked = [Path(os.path.realpath(root / path)) for root in self.roots]
        except (ValueError, RuntimeError) as error:  # no name of a file, nobody's home
            raise FileProblemError("outside_folders") from error
        inside = [path for path in asked if self.contain(path)]
        if not inside:
            raise FileProblemError("outside_folders")
        return next((path for path in inside if path.exists()), inside[0])

    def read(self, name: str) -> tuple[Path, bytes]:
        """Read a file: where it is, and its bytes.

        Raises `FileProblemError` (`outside_folders`, `not_a_file`), `ApiError` (`too_large`), and
        `OSError`.
        """
        path = self.find(name)
        with os.fdopen(os.open(path, os.O_RDONLY | SAFELY), "rb") as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                raise FileProblemError("not_a_file")
            # Where it leads to now, if somebody has changed a folder above it.
            if not self.contain(path) or not os.path.samestat(facts, path.stat()):
                raise FileProblemError("outside_folders")
            encoded = file.read(self._most_bytes + 1)
        if len(encoded) > self._most_bytes:
            raise ApiError("too_large", maximum_mb=self._most_bytes / MEGABYTE)
        return path, encoded

    def shown(self, path: Path) -> str:
        """Write a path as an assistant may ask for it again: from its folder, if there is one."""
        return shown(path.relative_to(self.roots[0]) if len(self.roots) == 1 else path)
