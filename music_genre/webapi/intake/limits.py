"""How large an upload may be: the audio's bytes, and the body around them."""

from typing import Final

from music_genre.webapi.messages import MEGABYTE
from music_genre.webapi.problems import ApiError

AROUND_BYTES: Final = 1024 * 1024  # for part headers, other fields, JSON around base64
FORM: Final = "multipart/form-data"
RAW_MEDIA_TYPES: Final = ("audio/", "video/", "application/octet-stream", "application/ogg")
# The most that is read and dropped of a refused body, so that its sender is told of the refusal.
DRAIN_BYTES: Final = 256 * 1024 * 1024
DRAIN_S: Final = 2.0


def content_type_to_media_type(content_type: str) -> str:
    """Read what a body is said to be, without parameters; empty where nothing is said."""
    return content_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Tell whether a media type is JSON, or JSON of a kind."""
    return media_type == "application/json" or media_type.endswith("+json")


def body_limit_bytes(media_type: str, max_upload_bytes: int) -> int:
    """Compute the largest body that can hold an allowed upload: base64 needs 4 bytes for 3."""
    if media_type == FORM:
        return max_upload_bytes + AROUND_BYTES
    if media_type.startswith(RAW_MEDIA_TYPES):
        return max_upload_bytes
    return max_upload_bytes * 4 // 3 + AROUND_BYTES


def too_large(max_upload_bytes: int) -> ApiError:
    """Make the refusal of an upload over the limit."""
    return ApiError("too_large", maximum_mb=max_upload_bytes / MEGABYTE)


def too_much_around() -> ApiError:
    """Make the refusal of more beside the file than is allowed."""
    return ApiError("form_too_large", maximum_mb=AROUND_BYTES / MEGABYTE)


def checked(encoded: bytes, max_upload_bytes: int) -> bytes:
    """Return the file, if it is neither empty nor too large. Raises `ApiError`."""
    if not encoded:
        raise ApiError("no_audio")
    if len(encoded) > max_upload_bytes:
        raise too_large(max_upload_bytes)
    return encoded
