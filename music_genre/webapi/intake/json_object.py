"""JSON → its members, where one string may be as long as a file and the rest is small.

Long strings are cut out first, by their quotes alone. What stays is small, or is refused unread: a
parser would need seconds and gigabytes for sixty megabytes of `[1,1,1,…`, and let nobody else work.
"""

import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic_core import from_json

from music_genre.webapi.intake.limits import AROUND_BYTES, too_much_around
from music_genre.webapi.problems import ApiError

WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
UTF8_MARK: Final = b"\xef\xbb\xbf"
OBJECT: Final = re.compile(rb"[ \t\r\n]*\{")
COLON: Final = re.compile(rb"[ \t\r\n]*:")
LONG_BYTES: Final = 4096  # a string from this on is cut out
QUOTE, BACKSLASH = b'"', b"\\"


@dataclass(frozen=True)
class LongText:
    """A string that was cut out: where it stands between its quotes."""

    body: bytes = field(repr=False)
    start: int
    end: int

    def __len__(self) -> int:
        """Count its bytes, escapes as they are."""
        return self.end - self.start

    def decoded(self) -> str:
        """Read its escapes. Raises `ApiError`."""
        try:
            return str(from_json(self.body[self.start - 1 : self.end + 1]))
        except ValueError as error:
            raise ApiError("malformed_json") from error


def body_to_members(body: bytes) -> list[tuple[str, Any]]:
    """Read a JSON object in UTF-8: names and values as they came, names that are there twice too.

    Raises `ApiError` (`malformed_json`; `form_too_large` where too much is no long string).
    Objects within are lists of pairs; numbers are the lengths of their digits, as nobody needs
    them, and to work out a million digits takes a second.
    """
    if not OBJECT.match(body):
        raise ApiError("malformed_json")
    rest, cut_out = _without_long_strings(body)
    try:
        members = json.loads(
            rest.decode(), object_pairs_hook=lambda pairs: pairs, parse_int=len, parse_float=len
        )
    except (ValueError, RecursionError) as error:
        raise ApiError("malformed_json") from error
    return [
        (name, cut_out.get(value, value) if isinstance(value, str) else value)
        for name, value in members
    ]


def to_utf8(body: bytes) -> bytes:
    """Return JSON that is in UTF-8, UTF-16 or UTF-32 in UTF-8, without a mark. Raises `ApiError`.

    RFC 8259 asks for UTF-8 without a mark, and lets a reader ignore one.
    """
    if body.startswith(UTF8_MARK):
        return body.removeprefix(UTF8_MARK)
    if not body.startswith(WIDE_MARKS) and b"\x00" not in body[:4]:
        return body
    try:
        return body.decode(json.detect_encoding(body)).encode()
    except UnicodeError as error:
        raise ApiError("malformed_json") from error


def _without_long_strings(body: bytes) -> tuple[bytes, dict[str, LongText]]:
    """Put a word that nobody can guess in the place of each long string. Raises `ApiError`."""
    rest, copied = bytearray(), 0
    cut_out: dict[str, LongText] = {}
    word = secrets.token_hex()
    for start, end in _long_values(body):
        name = f"{word}{len(cut_out)}"
        cut_out[name] = LongText(body, start, end)
        rest += body[copied:start] + name.encode()
        copied = end
    if len(rest) + len(body) - copied > AROUND_BYTES:
        raise too_much_around()
    return bytes(rest + body[copied:]), cut_out


def _long_values(body: bytes) -> Iterator[tuple[int, int]]:
    """Find where long strings that are values begin and end. Raises `ApiError`."""
    short_bytes = at = 0
    while (start := body.find(QUOTE, at) + 1) > 0:
        end, n_escaped = _end_of_string(body, start, AROUND_BYTES - short_bytes)
        is_long = end - start >= LONG_BYTES and not COLON.match(body, end + 1)
        short_bytes += start - at + 1 + n_escaped + (0 if is_long else end - start)
        if short_bytes > AROUND_BYTES:
            raise too_much_around()
        if is_long:
            yield start, end
        at = end + 1


def _end_of_string(body: bytes, start: int, most_escaped: int) -> tuple[int, int]:
    """Find the quote that ends a string, and count those before it that do not.

    Raises `ApiError`: base64 has no quotes, so what has many is no file.
    """
    at, n_escaped = start, 0
    while (end := body.find(QUOTE, at)) >= 0:
        before = body[at:end] if body.startswith(BACKSLASH, end - 1) else b""
        if (len(before) - len(before.rstrip(BACKSLASH))) % 2 == 0:
            return end, n_escaped
        at, n_escaped = end + 1, n_escaped + 1
        if n_escaped > most_escaped:
            raise too_much_around()
    raise ApiError("malformed_json")
