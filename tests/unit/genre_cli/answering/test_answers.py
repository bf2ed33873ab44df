"""A file → its bytes, if there are not too many."""

from pathlib import Path

import pytest

from genre_cli.answering.answers import file_to_bytes
from music_genre.webapi.problems import ApiError


def test_as_large_as_allowed(tmp_path: Path) -> None:
    """A file of the largest size is read whole."""
    file = tmp_path / "file"
    file.write_bytes(b"12345")

    assert b"12345" == file_to_bytes(file, 5)


def test_one_byte_more_is_refused(tmp_path: Path) -> None:
    """A larger one is refused by the services' code."""
    file = tmp_path / "file"
    file.write_bytes(b"123456")

    with pytest.raises(ApiError, match="too_large"):
        file_to_bytes(file, 5)
