"""The Camelot wheel: which keys stand where, and which of them mix."""

import pytest

from frontend.page.camelot_wheel import code_to_fitting, code_to_wheel


def test_all_keys_once() -> None:
    """The wheel has 24 fields, each code once."""
    codes = {field.code for field in code_to_wheel(None)}

    assert {f"{hour}{ring}" for hour in range(1, 13) for ring in "AB"} == codes


def test_ours_and_its_neighbours_are_marked() -> None:
    """Ours once, three that fit, the other twenty plain."""
    marks = {field.code: field.mark for field in code_to_wheel("8A")}

    assert ["8A"] == [code for code, mark in marks.items() if mark == "ours"]
    assert {"7A", "9A", "8B"} == {code for code, mark in marks.items() if mark == "fits"}
    assert 20 == list(marks.values()).count("other")


def test_no_key_marks_nothing() -> None:
    """Without a clear key all fields are plain."""
    assert {"other"} == {field.mark for field in code_to_wheel(None)}


@pytest.mark.parametrize(
    ("code", "fitting"),
    [("12B", {"11B", "1B", "12A"}), ("1A", {"12A", "2A", "1B"}), ("13A", set()), ("", set())],
)
def test_neighbours_go_round(code: str, fitting: set[str]) -> None:
    """After twelve comes one; what is no code has no neighbours."""
    assert fitting == set(code_to_fitting(code))


def test_twelve_is_on_top() -> None:
    """The hours stand as on a clock: 12 above, 3 on the right, minor inside."""
    places = {field.code: (float(field.x), float(field.y)) for field in code_to_wheel(None)}

    assert [(0, -83), (83, 0), (0, 52)] == [places[code] for code in ("12B", "3B", "6A")]
