"""Names of files, whatever bytes they have."""

import os
import re

import pytest

from genre_cli.telling.names import (
    cells_to_row,
    escaped,
    harmless,
    is_line,
    is_text,
    name_to_members,
    name_to_uri,
    shown,
)

ODD = "a\\b\t\n\r\x1b[2J\x7f\x9b\u2028\udce9é"


def test_a_name_stands_on_one_line() -> None:
    """Every byte that a terminal or a reader of lines obeys is escaped, the rest is as it was."""
    assert r"a\\b\t\n\r\x1b[2J\x7f\xc2\x9b\xe2\x80\xa8\xe9é" == escaped(ODD)


def test_the_name_comes_back() -> None:
    """Who undoes the escapes, as C's compilers do, has the bytes of the name."""
    told = {b"t": b"\t", b"n": b"\n", b"r": b"\r", b"\\": b"\\"}

    def to_byte(found: re.Match[bytes]) -> bytes:
        return told.get(found[1]) or bytes([int(found[1][1:], 16)])

    escapes = re.compile(rb"\\(x[0-9a-f]{2}|[tnr\\])")
    assert os.fsencode(ODD) == escapes.sub(to_byte, escaped(ODD).encode())


def test_a_row_has_its_tabs() -> None:
    """No cell brings another one, or another row."""
    assert r"a\tb" + "\t" + r"c\nd" + "\t" == cells_to_row("a\tb", "c\nd", "")


def test_a_sentence_keeps_what_can_be_printed() -> None:
    """A backslash of its own stays, orders to the terminal do not."""
    assert r"C:\a \x1b[2J" == harmless("C:\\a \x1b[2J")


def test_half_of_a_pair_is_written() -> None:
    """Windows has names that are half of a pair of code units."""
    assert r"\xed\xa0\x80" == escaped("\ud800")
    assert "\ufffd" == shown("\ud800")


def test_odd_names_can_be_shown() -> None:
    """Bytes that are no UTF-8 are shown by a mark."""
    assert "caf\ufffd.mp3" == shown("caf\udce9.mp3")


def test_members_of_json() -> None:
    """The name as it is; where that is no text, a URI that is exact."""
    assert {"file": "a\n.mp3"} == name_to_members("a\n.mp3")
    assert {"file": "/m/\ufffd.mp3", "file_uri": "file:///m/%E9.mp3"} == name_to_members(
        "/m/\udce9.mp3"
    )
    assert name_to_uri("x y.mp3").endswith("/x%20y.mp3")


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [("a b", True, True), ("a\n", True, False), (" a", True, False), ("\udce9", False, False)],
)
def test_what_a_name_is(name: str, text: bool, line: bool) -> None:
    """Text is what has no bytes of something else, a line what a reader of lines gives back."""
    assert (text, line) == (is_text(name), is_line(name))
