"""One writer of tags at a time.

Two at once would each take what the other wrote for a stranger's change, and could not undo it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from filelock import FileLock, Timeout

from genre_cli.home import made_home
from genre_cli.telling.problems import FileProblemError

LOCK_NAME: Final = "tags.lock"


@contextmanager
def only_writer() -> Iterator[None]:
    """Keep other writers of this home out; the system ends it with the process.

    Raises `FileProblemError` (`tags_in_use`) where one is at work, and as `made_home`.
    """
    with made_home() as folder:
        try:
            lock = FileLock(folder / LOCK_NAME).acquire(timeout=0)
        except Timeout as error:
            raise FileProblemError("tags_in_use") from error
    with lock:
        yield
