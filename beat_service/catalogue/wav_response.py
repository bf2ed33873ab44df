"""Bytes of a WAV or MIDI file → an HTTP answer that players can seek in and caches can keep.

Source: RFC 9110, sections 13 (conditional requests) and 14 (one byte range).
"""

import hashlib
import re
from typing import Final

from fastapi import Request, Response

from music_genre.webapi.problems import ApiError

WAV_TYPE: Final = "audio/wav"
MIDI_TYPE: Final = "audio/midi"
CACHE: Final = "public, max-age=0, must-revalidate"  # a deleted beat must not play on
_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")  # no file is longer

_PLAIN_KEY: Final = re.compile(r"[a-z0-9#-]{1,20}")


def tempo_to_name(beat_id: str, bpm: float, key: str | None = None) -> str:
    """Name a file as music programs' users do: `house-jack-122bpm`, `dub-124bpm-f#-minor`.

    A key is left out where its words are no plain letters: headers are in ASCII.
    """
    plain = "-".join((key or "").lower().split())
    in_key = f"-{plain}" if _PLAIN_KEY.fullmatch(plain) else ""
    return f"{beat_id}-{round(bpm, 2):g}bpm{in_key}"


def file_to_response(content: bytes, request: Request, name: str, media_type: str) -> Response:
    """Answer with the whole file, the part asked for, or "not modified".

    Raises `ApiError` for a range that the file does not have.
    """
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": CACHE,
        "Content-Disposition": f'inline; filename="{name}"',
    }
    if _names(request.headers.get("If-None-Match"), etag):
        return Response(status_code=304, headers=headers)
    asked = request.headers.get("Range")
    matches = request.headers.get("If-Range", etag) == etag
    if asked is None or not matches or (parsed := _RANGE.fullmatch(asked.strip())) is None:
        return Response(content, media_type=media_type, headers=headers)
    first, last = _bounds(parsed[1], parsed[2], len(content))
    headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return Response(content[first : last + 1], 206, headers, media_type)


def _names(if_none_match: str | None, etag: str) -> bool:
    """Say whether the header names this version; weak comparison, as the RFC asks."""
    given = [tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")]
    return etag in given or given == ["*"]


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """Work out first and last byte of a range. Raises `ApiError` if the file has none of it."""
    if first:
        bounds = int(first), min(int(last), size - 1) if last else size - 1
    else:
        bounds = max(0, size - int(last or 0)), size - 1
    if not bounds[0] <= bounds[1]:
        raise ApiError("range_not_satisfiable", size_bytes=size)
    return bounds
