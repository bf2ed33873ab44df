"""What all JSON bodies have in common."""

import pytest
from pydantic import ValidationError

from music_genre.webapi.body import Body


class Song(Body):
    """A body for these tests."""

    tempo: float


def test_nobody_changes_what_was_said() -> None:
    """A body that was made stays as it is."""
    song = Song(tempo=120)

    with pytest.raises(ValidationError, match="frozen"):
        song.tempo = 60  # type: ignore[misc]  # that mypy sees it too is the point

    assert 120 == song.tempo


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_json_has_not(number: float) -> None:
    """NaN and infinities are refused where they come from, not at the reader's."""
    with pytest.raises(ValidationError, match="finite"):
        Song(tempo=number)


def test_keys_of_later_versions() -> None:
    """A service that says more than we know is understood all the same."""
    assert Song(tempo=90) == Song.model_validate({"tempo": 90, "mood": "calm"})
