"""`Content-Encoding` of a request: gzip is inflated within the limit, others refused by name."""

import zlib
from typing import Final

from music_genre.webapi.intake.limits import too_large
from music_genre.webapi.problems import ApiError

GZIP_NAMES: Final = ("gzip", "x-gzip")
GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS
# `bgzip` writes a member for each 64 kB of a file; more are made to keep a service busy.
MOST_MEMBERS: Final = 10_000
# zlib copies what it has not used of a piece behind each member: pieces are short, or that adds up.
PIECE_BYTES: Final = 16 * 1024


def inflated(content_encoding: str, body: bytes, most_bytes: int, max_upload_bytes: int) -> bytes:
    """Take the encoding off a body, which may then have so many bytes. Raises `ApiError`."""
    name = content_encoding.strip().lower()
    if name in {"", "identity"}:
        return body
    if name not in GZIP_NAMES:
        raise ApiError("unsupported_encoding")
    whole, packed, at = bytearray(), memoryview(body), 0
    n_members, member = 0, None
    try:
        while at < len(packed):  # a file of several members is one file
            if member is None and n_members and packed[at] == 0:
                if any(packed[at:]):
                    raise ApiError("bad_encoding")
                break  # `tar` fills its last block with zeros, which gzip passes over
            if member is None:
                n_members, member = n_members + 1, zlib.decompressobj(GZIP_WINDOW)
            if n_members > MOST_MEMBERS:
                raise ApiError("bad_encoding")
            piece = packed[at : at + PIECE_BYTES]
            whole += member.decompress(piece, most_bytes + 1 - len(whole))
            if len(whole) > most_bytes:
                raise too_large(max_upload_bytes)
            at += len(piece) - len(member.unused_data) - len(member.unconsumed_tail)
            member = None if member.eof else member
    except zlib.error as error:
        raise ApiError("bad_encoding") from error
    if member is not None:
        raise ApiError("bad_encoding")
    return bytes(whole)
