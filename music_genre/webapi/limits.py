"""How large an upload may be: the audio's bytes, and the body around them."""

from typing import Final

from music_genre.webapi.messages import MEGABYTE
from music_genre.webapi.problems import ApiError

FORM_OVERHEAD_BYTES: Final = 64 * 1024  # for part headers, small fields, JSON around base64
RAW_MEDIA_TYPES: Final = ("audio/", "application/octet-stream", "application/ogg", "video/ogg")
# The most that is read and dropped of a refused body, so that its sender is told of the refusal.
DRAIN_BYTES: Final = 256 * 1024 * 1024
DRAIN_S: Final = 2.0


def body_limit_bytes(max_upload_bytes: int) -> int:
    """Compute the largest body that can hold an allowed upload: base64 needs 4 bytes for 3."""
    return max_upload_bytes * 4 // 3 + FORM_OVERHEAD_BYTES


def too_large(max_upload_bytes: int) -> ApiError:
    """Make the refusal of an upload over the limit."""
    return ApiError("too_large", maximum_mb=max_upload_bytes / MEGABYTE)


def checked(encoded: bytes, max_upload_bytes: int) -> bytes:
    """Return the file, if it is neither empty nor too large. Raises `ApiError`."""
    if not encoded:
        raise ApiError("no_audio")
    if len(encoded) > max_upload_bytes:
        raise too_large(max_upload_bytes)
    return encoded
