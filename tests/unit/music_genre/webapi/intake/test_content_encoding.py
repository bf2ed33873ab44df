"""`Content-Encoding` taken off a request, within the limit."""

import gzip
import zlib

import pytest

from music_genre.webapi.intake.content_encoding import MOST_MEMBERS, PIECE_BYTES, inflated
from music_genre.webapi.problems import ApiError

LIMIT_BYTES = 100_000


def test_nothing_to_take_off() -> None:
    """Without an encoding, and with the one that means none, the body stays as it is."""
    assert b"x" == inflated("", b"x", 1, 1) == inflated(" Identity ", b"x", 1, 1)


@pytest.mark.parametrize("name", ["gzip", "GZIP", "x-gzip"])
def test_gzip_in_members(name: str) -> None:
    """A body of one member or several is inflated, to the limit exactly."""
    half = bytes(LIMIT_BYTES // 2)
    packed = gzip.compress(half) * 2

    assert half * 2 == inflated(name, packed, LIMIT_BYTES, LIMIT_BYTES)


@pytest.mark.parametrize("n_bytes", [PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1])
def test_members_at_the_edge_of_a_piece(n_bytes: int) -> None:
    """Where a member ends, at, before or behind the edge of a piece, changes nothing."""
    packed = gzip.compress(b"", mtime=0)
    stored = gzip.compress(bytes(n_bytes - len(packed) - 23), 0, mtime=0)
    body = packed + stored

    assert n_bytes == len(body)
    assert gzip.decompress(body) == inflated("gzip", body + packed, LIMIT_BYTES, LIMIT_BYTES)


def test_zeros_behind_the_last_member() -> None:
    """Zeros that fill a block are passed over as gzip does, anything else there is refused."""
    packed = gzip.compress(b"song", mtime=0)

    assert b"song" == inflated("gzip", packed + bytes(512), LIMIT_BYTES, LIMIT_BYTES)
    with pytest.raises(ApiError, match="bad_encoding"):
        inflated("gzip", packed + bytes(512) + b"x", LIMIT_BYTES, LIMIT_BYTES)


def test_very_many_members() -> None:
    """As many members as a file may need are read, and one more is refused."""
    packed = gzip.compress(b"", mtime=0) * (MOST_MEMBERS - 1) + gzip.compress(b"x", mtime=0)

    assert b"x" == inflated("gzip", packed, LIMIT_BYTES, LIMIT_BYTES)
    with pytest.raises(ApiError, match="bad_encoding"):
        inflated("gzip", packed + gzip.compress(b""), LIMIT_BYTES, LIMIT_BYTES)


def test_one_byte_too_many() -> None:
    """What inflates to more is refused while it inflates."""
    with pytest.raises(ApiError, match="too_large"):
        inflated("gzip", gzip.compress(bytes(LIMIT_BYTES + 1)), LIMIT_BYTES, LIMIT_BYTES)


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("br", b"x", "unsupported_encoding"),
        ("deflate", zlib.compress(b"x"), "unsupported_encoding"),
        ("gzip, gzip", gzip.compress(b"x", mtime=0), "unsupported_encoding"),
        ("gzip", b"no gzip", "bad_encoding"),
        ("gzip", gzip.compress(b"song" * 100, mtime=0)[:-9], "bad_encoding"),
        ("gzip", gzip.compress(b"song", mtime=0) + b"more", "bad_encoding"),
    ],
)
def test_refused_encodings(name: str, body: bytes, code: str) -> None:
    """Other encodings are refused by name, and damage is no audio."""
    with pytest.raises(ApiError, match=code):
        inflated(name, body, LIMIT_BYTES, LIMIT_BYTES)
