"""What places of files may answer instead of a file, by whichever library, and how it is told."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import aiohttp
import pyarrow as pa
from botocore.exceptions import BotoCoreError

from genre_cli.telling.problems import FileProblemError

# A wrong address is a ValueError, and a scheme whose package is missing an ImportError.
FAULTS: Final = (
    *(OSError, aiohttp.ClientError, BotoCoreError),
    *(ValueError, ImportError, NotImplementedError, pa.ArrowException),
)


@contextmanager
def told_as(code: str) -> Iterator[None]:
    """Tell whatever goes wrong in a place of files by a code of `FILE_PROBLEMS`."""
    try:
        yield
    except FAULTS as error:
        raise FileProblemError(code, fault_to_words(error)) from error


def fault_to_words(error: Exception) -> str:
    """Say what went wrong in the system's or the library's words, without its numbers.

    Libraries say of a file that is not there only its name.
    """
    if isinstance(error, OSError) and error.errno:
        return os.strerror(error.errno)
    if isinstance(error, FileNotFoundError):
        return os.strerror(errno.ENOENT)
    return str(error)
