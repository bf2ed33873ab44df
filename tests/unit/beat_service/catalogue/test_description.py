"""Descriptions of beats: limits at the edge and one past it, and the ids they become."""

import re
from typing import Any

import pytest
from pydantic import ValidationError

from beat_service.catalogue.description import SLUG_LENGTH, Description, description_to_id
from beat_service.catalogue.tables import ID_LENGTH, LICENCE_LENGTH, NAME_LENGTH
from music_genre.webapi.beat_body import FASTEST_BPM, SLOWEST_BPM
from music_genre.webapi.messages import PROBLEMS_BY_LANGUAGE

MINE = Description(title="Mine", style="house", licence="CC-BY-4.0", author="Me")
LIMITS = {
    "title": NAME_LENGTH,
    "style": NAME_LENGTH,
    "author": NAME_LENGTH,
    "licence": LICENCE_LENGTH,
}


def described(**changes: Any) -> Description:
    """Make a description with changes, checked."""
    return Description.model_validate(MINE.model_dump() | changes)


@pytest.mark.parametrize(("field", "length"), LIMITS.items())
def test_longest_texts(field: str, length: int) -> None:
    """A text of exactly the limit is kept, one more character is refused by the field's name."""
    assert "x" * length == getattr(described(**{field: "x" * length}), field)
    with pytest.raises(ValidationError, match=field):
        described(**{field: "x" * (length + 1)})


@pytest.mark.parametrize("field", LIMITS)
@pytest.mark.parametrize("text", ["", "  ", "two\nlines", "nul\x00", "tab\t!", "\x7f"])
def test_a_text_is_one_line(field: str, text: str) -> None:
    """Nothing, blanks and control characters are no text."""
    with pytest.raises(ValidationError, match=field):
        described(**{field: text})


def test_blanks_around_a_text_are_dropped() -> None:
    """A pasted title has no blanks at its ends."""
    assert "Mine" == described(title="  Mine ").title


@pytest.mark.parametrize("bpm", [SLOWEST_BPM, 97.5, FASTEST_BPM, None])
def test_tempi_that_a_beat_may_have(bpm: float | None) -> None:
    """From 40 to 240 bpm, or none at all."""
    assert bpm == described(bpm=bpm).bpm


@pytest.mark.parametrize(
    "bpm", [39.9, 240.1, float("nan"), float("inf"), "fast", "1_20", "1e2", " 99"]
)
def test_tempi_that_no_beat_has(bpm: object) -> None:
    """One step past either end, and what is no number, is refused."""
    with pytest.raises(ValidationError, match="bpm"):
        described(bpm=bpm)


@pytest.mark.parametrize("meter", ["4/4", "7/8", "12/8", None])
def test_meters_that_a_beat_may_have(meter: str | None) -> None:
    """Bars that sixteenths can fill, or none said."""
    assert meter == described(meter=meter).meter


@pytest.mark.parametrize("meter", ["4", "0/4", "4/3", "4/32", "waltz", 3])
def test_meters_that_no_beat_has(meter: object) -> None:
    """Anything else is refused by the field's name."""
    with pytest.raises(ValidationError, match="meter"):
        described(meter=meter)


@pytest.mark.parametrize("code", ["malformed_beat", "malformed_beat_query"])
def test_messages_name_the_limits(code: str) -> None:
    """What people are told in every language are the limits that hold."""
    for problems in PROBLEMS_BY_LANGUAGE.values():
        numbers = {int(number) for number in re.findall(r"\d+", problems[code].detail)}
        assert {SLOWEST_BPM, FASTEST_BPM, NAME_LENGTH} <= numbers
        assert code != "malformed_beat" or LICENCE_LENGTH in numbers


def test_names_that_differ_only_in_accents_get_different_ids() -> None:
    """Names outside plain letters carry a hash of themselves."""
    ids = {
        description_to_id(MINE.model_copy(update={"title": title}))
        for title in ("Été", "Ete", "夏", "冬")
    }

    assert 4 == len(ids)
    assert "house-ete" in ids


def test_an_id_is_style_and_title() -> None:
    """Plain letters and digits, joined by hyphens."""
    assert "house-my-2nd-loop" == description_to_id(described(title="My 2nd  Loop!"))


def test_long_names_have_short_ids() -> None:
    """What is cut off is told apart by a hash, within what the database keeps."""
    first, second = (
        description_to_id(described(title="x" * (NAME_LENGTH - 1) + end)) for end in "ab"
    )

    assert first != second
    assert first[:SLUG_LENGTH] == second[:SLUG_LENGTH]
    assert max(len(first), len(second)) <= ID_LENGTH
