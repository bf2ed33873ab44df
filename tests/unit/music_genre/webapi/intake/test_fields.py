"""Names of fields, as they are told back."""

import pytest

from music_genre.webapi.intake.fields import several_files, shown_name, wrong_field


def test_refusals_name_the_facts() -> None:
    """A refusal says what was sent and what is right."""
    assert {"field": "song", "right": "file"} == wrong_field("song", "file").facts
    assert {"n_files": 3} == several_files(3).facts


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("chanson été", "chanson été"),
        ("a\r\nb", "ab"),
        ("{0}", "0"),
        ("<>", "?"),
        ("a" * 41, "a" * 40),
    ],
)
def test_names_are_made_harmless(name: str, shown: str) -> None:
    """Nothing of a name that is told back can be markup, a format or another line."""
    assert shown == shown_name(name)
