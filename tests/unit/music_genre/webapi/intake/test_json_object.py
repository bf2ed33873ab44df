"""JSON objects with one string as long as a file: what is cut out, and what is refused."""

import json

import pytest

from music_genre.webapi.intake.json_object import (
    LONG_BYTES,
    LongText,
    body_to_members,
    to_utf8,
)
from music_genre.webapi.intake.limits import AROUND_BYTES
from music_genre.webapi.problems import ApiError

LONG = "A" * LONG_BYTES


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_charsets(charset: str) -> None:
    """Every form of Unicode becomes UTF-8 without a mark."""
    assert '{"é": 1}'.encode() == to_utf8('{"é": 1}'.encode(charset))


@pytest.mark.parametrize("text", [LONG, LONG + "é", LONG + '"\\', "\\" * LONG_BYTES, LONG + "\n/"])
def test_long_texts_are_read_as_they_were_written(text: str) -> None:
    """Where a string ends and what its escapes mean, is found though the parser never saw it."""
    body = json.dumps({"x": [1, '"'], "file": text, "y": '\\"'}).encode()

    (_, (name, cut_out), last) = body_to_members(body)

    assert "file" == name
    assert isinstance(cut_out, LongText)
    assert len(json.dumps(text)) - 2 == len(cut_out)
    assert text == cut_out.decoded()
    assert ("y", '\\"') == last


def test_names_that_are_there_twice() -> None:
    """Members stay as they came; short texts are texts, and a number is as long as its digits."""
    assert [("a", "b"), ("a", 4), ("c", [("d", None)])] == body_to_members(
        b' {"a": "b", "a": 1000, "c": {"d": null}}'
    )


def test_a_long_name_is_no_file() -> None:
    """A name is not cut out, however long."""
    assert [(LONG, 1)] == body_to_members(json.dumps({LONG: 1}).encode())


@pytest.mark.parametrize(
    "around",
    [
        " " * AROUND_BYTES + "{%s}",
        '{"x": [' + "1," * (AROUND_BYTES // 2) + "1], %s}",
        '{"' + "k" * AROUND_BYTES + '": 1, %s}',
        '{%s, "x": [' + '"",' * (AROUND_BYTES // 3) + "1]}",
        '{"x": "' + '\\"' * AROUND_BYTES + '", %s}',
    ],
    ids=["spaces", "numbers", "name", "texts", "quotes"],
)
def test_too_much_that_is_no_long_text(around: str) -> None:
    """What is no file is refused before it is parsed, wherever it is; the file is as it may be."""
    with pytest.raises(ApiError, match="form_too_large"):
        body_to_members((around % f'"file": "{LONG}"').encode())


def test_all_that_may_be_around() -> None:
    """As much as is promised is read."""
    body = b'{"file": "%s"}' % LONG.encode()
    spaces = b" " * (AROUND_BYTES - len(body))

    assert 1 == len(body_to_members(spaces + body))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[{}]",
        b'{"file": "' + LONG.encode(),
        b'{"file": "' + LONG.encode() + b'\\"}',
        b'{"file": "' + LONG.encode() + b'"} 1',
        b'{"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"\xff": 1}',
        b"\xff\xfe{",
    ],
    ids=["empty", "list", "open", "escaped", "more", "deep", "no UTF-8", "half a letter"],
)
def test_malformed(body: bytes) -> None:
    """What is no JSON object is refused by that name."""
    with pytest.raises(ApiError, match="malformed_json"):
        body_to_members(to_utf8(body))


def test_malformed_long_text() -> None:
    """A fault within a long string is found when it is read."""
    ((_, text),) = body_to_members(b'{"file": "' + LONG.encode() + b'\\x"}')

    with pytest.raises(ApiError, match="malformed_json"):
        text.decoded()
