"""What is to be changed."""

from pathlib import Path

import pytest
from models.tagged_songs import write_music

from genre_cli.tags.fields import Field, TagFile, Values
from genre_cli.tags.plan import Change, Policy, values_to_after, wished_to_changes


@pytest.mark.parametrize(
    ("policy", "field", "before", "after"),
    [
        ("fill", "genre", (), ("Rock",)),
        ("fill", "genre", (" ",), ("Rock",)),
        ("fill", "bpm", ("0",), ("Rock",)),
        ("fill", "genre", ("Folk",), ("Folk",)),
        ("replace", "genre", ("Folk", "Pop"), ("Rock",)),
        ("append", "genre", ("Folk",), ("Folk", "Rock")),
        ("append", "genre", ("ROCK",), ("ROCK",)),
        ("append", "bpm", ("120",), ("120",)),
        ("append", "bpm", (), ("Rock",)),
    ],
)
def test_policies(policy: Policy, field: Field, before: Values, after: Values) -> None:
    """Each leaves, replaces or adds as it says."""
    assert after == values_to_after(field, before, "Rock", policy)


def test_only_changes_are_listed(tmp_path: Path) -> None:
    """What is right already is left out; a tempo has the digits that the format takes."""
    mp3 = TagFile(write_music(tmp_path / "a.mp3", "MP3"))
    flac = TagFile(write_music(tmp_path / "a.flac", "FLAC"))
    mp3.write("genre", ["Rock"])
    wished: dict[Field, str] = {"genre": "Rock", "bpm": "128.4"}

    assert (Change("bpm", (), ("128",)),) == wished_to_changes(mp3, wished, "replace")
    assert Change("bpm", (), ("128.4",)) in wished_to_changes(flac, wished, "replace")
