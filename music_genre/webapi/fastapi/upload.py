"""HTTP request → bytes of the audio file, under ASGI: multipart `file`, a raw body, or JSON.

The same three forms and refusals as `music_genre.webapi.flask.upload` has under Flask. Nothing is
written to a disk.
"""

import time
from collections.abc import AsyncGenerator
from typing import Final

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from music_genre.webapi.json_upload import body_to_bytes
from music_genre.webapi.limits import (
    DRAIN_BYTES,
    DRAIN_S,
    FORM_OVERHEAD_BYTES,
    RAW_MEDIA_TYPES,
    body_limit_bytes,
    checked,
    too_large,
)
from music_genre.webapi.problems import ApiError

FORM: Final = "multipart/form-data"


class _InMemoryParser(MultiPartParser):
    """Starlette's writes files over 1 MB to a disk; the body is in memory already."""

    spool_max_size = 0  # without a limit


async def request_to_bytes(request: Request, max_upload_bytes: int) -> bytes:
    """Read the uploaded file, not empty and within the limit. Raises `ApiError`."""
    media_type = request_to_media_type(request)
    if media_type == FORM:
        form = await request_to_form(request, max_upload_bytes)
        return checked(await _form_to_bytes(form), max_upload_bytes)
    if media_type == "application/json" or media_type.endswith("+json"):
        body = await _request_to_body(request, body_limit_bytes(max_upload_bytes), max_upload_bytes)
        return body_to_bytes(body, max_upload_bytes)
    if media_type and not media_type.startswith(RAW_MEDIA_TYPES):
        await drain(request)
        raise ApiError("unsupported_content_type")
    body = await _request_to_body(request, max_upload_bytes, max_upload_bytes)
    if body and not media_type:
        raise ApiError("unsupported_content_type")
    return checked(body, max_upload_bytes)


def request_to_media_type(request: Request) -> str:
    """Read what a body is said to be, without parameters; empty where nothing is said."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def request_to_form(request: Request, max_upload_bytes: int) -> FormData:
    """Read a multipart form with a file within the limit, in memory. Raises `ApiError`."""
    body = await _request_to_body(request, max_upload_bytes + FORM_OVERHEAD_BYTES, max_upload_bytes)

    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    try:
        return await _InMemoryParser(request.headers, whole()).parse()
    except (MultiPartException, KeyError) as error:
        raise ApiError("malformed_request") from error


async def _request_to_body(request: Request, most_bytes: int, max_upload_bytes: int) -> bytes:
    """Read the whole body; refuse it by its header before that, or cut it off while reading."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most_bytes:
        await drain(request)
        raise too_large(max_upload_bytes)
    body, more = bytearray(), True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ApiError("malformed_request")
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > most_bytes:
            body.clear()
            if more:  # after the last piece, receiving would wait until the client gives up
                await drain(request)
            raise too_large(max_upload_bytes)
    return bytes(body)


async def _form_to_bytes(form: FormData) -> bytes:
    """Read the field `file` of a form; empty where there is none."""
    try:
        uploaded = form.get("file")
        return await uploaded.read() if isinstance(uploaded, UploadFile) else b""
    finally:
        await form.close()


async def drain(request: Request) -> None:
    """Read and drop what a client still sends, within bounds.

    A connection closed with unread data is reset, and the client would see a broken pipe instead
    of our refusal.
    """
    left, deadline = DRAIN_BYTES, time.monotonic() + DRAIN_S
    while left > 0 and time.monotonic() < deadline:
        message = await request.receive()
        left -= len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return
