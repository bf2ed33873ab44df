"""What goes wrong in places of files."""

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
