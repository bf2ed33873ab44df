"""What goes wrong in places of files."""

import errno
import os

import pytest

from genre_cli.bulk.faults import told_as
from genre_cli.telling.problems import FileProblemError, error_to_body


@pytest.mark.parametrize(
    "error", [OSError("no room"), ImportError("no room"), ValueError("no room")]
)
def test_a_fault_is_told_by_its_code(error: Exception) -> None:
    """With the system's own words."""
    with pytest.raises(FileProblemError) as raised, told_as("out_unwritable"):
        raise error

    body = error_to_body(raised.value, "en")
    assert "out_unwritable" == body["code"]
    assert "no room. " in body["detail"]


def test_a_fault_of_ours_raises_on() -> None:
    """What no place of files says is not told as if it had."""
    with pytest.raises(AssertionError), told_as("out_unwritable"):
        raise AssertionError


@pytest.mark.parametrize(
    "error", [FileNotFoundError(errno.ENOENT, "x", "a.txt"), FileNotFoundError("bucket/a.txt")]
)
def test_a_file_that_is_not_there_is_told_in_words(error: Exception) -> None:
    """Also by a library that says nothing but its name."""
    with pytest.raises(FileProblemError) as raised, told_as("manifest_unreadable"):
        raise error

    assert os.strerror(errno.ENOENT) == raised.value.why
