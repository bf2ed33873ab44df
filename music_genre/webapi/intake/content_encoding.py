"""`Content-Encoding` of a request: gzip is inflated within the limit, others refused by name."""

import zlib
from typing import Final

from music_genre.webapi.intake.limits import too_large
from music_genre.webapi.problems import ApiError

GZIP_NAMES: Final = ("gzip", "x-gzip")
GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS


def inflated(content_encoding: str, body: bytes, most_bytes: int, max_upload_bytes: int) -> bytes:
    """Take the encoding off a body, which may then have so many bytes. Raises `ApiError`."""
    name = content_encoding.strip().lower()
    if name in {"", "identity"}:
        return body
    if name not in GZIP_NAMES:
        raise ApiError("unsupported_encoding")
    whole, left = bytearray(), body
    try:
        while left:  # a file of several members is one file
            member = zlib.decompressobj(GZIP_WINDOW)
            whole += member.decompress(left, most_bytes + 1 - len(whole))
            if len(whole) > most_bytes:
                raise too_large(max_upload_bytes)
            if not member.eof:
                raise ApiError("bad_encoding")
            left = member.unused_data
    except zlib.error as error:
        raise ApiError("bad_encoding") from error
    return bytes(whole)
