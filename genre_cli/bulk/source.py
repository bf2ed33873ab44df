"""The place of a song → its bytes, read on the machine that hears it, in one request.

What is not there is an answer at once; what may be there in a moment (a network, a store that is
busy) is asked again after a pause. Without a scheme a place is a path of that machine.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Final
from urllib.parse import unquote_to_bytes

import aiohttp
import fsspec

from genre_cli.answering.answers import MOST_BYTES
from genre_cli.bulk.faults import FAULTS
from genre_cli.telling.problems import FileProblemError
from music_genre.webapi.messages import MEGABYTE
from music_genre.webapi.problems import ApiError

ATTEMPTS: Final = 4
FIRST_PAUSE_S: Final = 1.0  # doubled after each
PIECE_BYTES: Final = 1 << 22
HTTP: Final = frozenset({"http", "https"})
GONE: Final = frozenset({404, 410})
BUSY: Final = frozenset({408, 425, 429})  # of the 4xx, what may be otherwise in a moment
UNSUPPORTED: Final = (ValueError, ImportError, NotImplementedError)
# They stay what they are however often one asks.
LASTING: Final = (
    *(FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError),
    *UNSUPPORTED,
)


class SourceError(FileProblemError):
    """A song cannot be read, after so many attempts."""

    def __init__(self, code: str, why: str, attempts: int) -> None:
        self.attempts = attempts
        super().__init__(code, why)


def place_to_bytes(
    place: str, most_bytes: int = MOST_BYTES, first_pause_s: float = FIRST_PAUSE_S
) -> tuple[bytes, int]:
    """Read a song; return also how many attempts it took.

    Raises `SourceError`, and `ApiError` for one that is too large.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _read(place, most_bytes), attempt
        except FAULTS as error:
            if attempt == ATTEMPTS or not is_passing(error):
                raise SourceError(error_to_code(error), str(error), attempt) from error
        time.sleep(first_pause_s * 2 ** (attempt - 1))
    raise AssertionError  # the last attempt returns or raises


def is_passing(error: Exception) -> bool:
    """Tell whether the same question may be answered in a moment."""
    if isinstance(error, aiohttp.ClientResponseError):
        return error.status in BUSY or error.status >= 500  # noqa: PLR2004  # faults of a server
    return not isinstance(error, LASTING)


def error_to_code(error: Exception) -> str:
    """Name what is wrong with a source."""
    if isinstance(error, FileNotFoundError):
        return "file_not_found"
    if isinstance(error, IsADirectoryError):
        return "not_a_file"
    if isinstance(error, aiohttp.ClientResponseError) and error.status in GONE:
        return "file_not_found"
    if isinstance(error, UNSUPPORTED):
        return "source_unsupported"
    return "source_unreachable" if is_passing(error) else "file_unreadable"


def _read(place: str, most_bytes: int) -> bytes:
    with _opened(place) as file:
        pieces, n_bytes = [], 0
        while piece := file.read(min(PIECE_BYTES, most_bytes + 1 - n_bytes)):
            pieces.append(piece)
            n_bytes += len(piece)
            if n_bytes > most_bytes:
                raise ApiError("too_large", maximum_mb=most_bytes / MEGABYTE)
    return b"".join(pieces)


def place_to_exact(place: str) -> str:
    """Undo the escapes of a `file:` URI (RFC 8089), where no file is called by them.

    So a list of text names any file, also one whose name is no text.
    """
    path = place.removeprefix("file://")
    if not place.startswith("file:///") or "%" not in place or os.path.lexists(path):
        return place
    return f"file://{os.fsdecode(unquote_to_bytes(path))}"


@contextmanager
def _opened(place: str) -> Iterator[BinaryIO]:
    filesystem, path = fsspec.core.url_to_fs(place_to_exact(place))
    options: dict[str, Any] = {}
    if isinstance(filesystem.protocol, str):
        protocols = {filesystem.protocol}
    else:
        protocols = set(filesystem.protocol)
    if protocols & HTTP:
        options |= {"block_size": 0, "size": 1}  # as one stream, without asking for its size first
    elif "file" in protocols and filesystem.info(path)["type"] == "other":
        raise PermissionError("a pipe or a device")  # it would be waited for without end
    with filesystem.open(path, "rb", **options) as file:
        yield file
