"""HTTP request → bytes of the audio file, under ASGI: multipart `file`, a raw body, or JSON.

The same three forms and refusals as `webapi.upload` has under Flask. Nothing is written to a disk.
"""

import time
from collections.abc import AsyncGenerator

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from webapi.json_upload import body_to_bytes
from webapi.limits import (
    DRAIN_BYTES,
    DRAIN_S,
    FORM_OVERHEAD_BYTES,
    RAW_MEDIA_TYPES,
    body_limit_bytes,
    checked,
    too_large,
)
from webapi.problems import ApiError


class _InMemoryParser(MultiPartParser):
    """Starlette's writes files over 1 MB to a disk; the body is in memory already."""

    spool_max_size = 0  # without a limit


async def request_to_bytes(request: Request, max_upload_bytes: int) -> bytes:
    """The uploaded file, not empty and within the limit. Raises `ApiError`."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "multipart/form-data":
        body = await _request_to_body(
            request, max_upload_bytes + FORM_OVERHEAD_BYTES, max_upload_bytes
        )
        return checked(await _form_to_bytes(request, body), max_upload_bytes)
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


async def _request_to_body(request: Request, most_bytes: int, max_upload_bytes: int) -> bytes:
    """The whole body; refused by its header before it is read, or cut off while reading."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most_bytes:
        await drain(request)
        raise too_large(max_upload_bytes)
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most_bytes:
                break
        else:
            return bytes(body)
    except ClientDisconnect as error:
        raise ApiError("malformed_request") from error
    body.clear()
    await drain(request)
    raise too_large(max_upload_bytes)


async def _form_to_bytes(request: Request, body: bytes) -> bytes:
    """The field `file` of a form; empty where there is none."""

    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    try:
        form = await _InMemoryParser(request.headers, whole()).parse()
    except (MultiPartException, KeyError) as error:
        raise ApiError("malformed_request") from error
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
    left, until = DRAIN_BYTES, time.monotonic() + DRAIN_S
    while left > 0 and time.monotonic() < until:
        message = await request.receive()
        left -= len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return
