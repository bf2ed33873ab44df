"""HTTP request → its upload, under FastAPI. What is read how, `music_genre.webapi.intake` says."""

from anyio import to_thread
from fastapi import Request

from music_genre.webapi.intake.content_encoding import inflated
from music_genre.webapi.intake.limits import too_large
from music_genre.webapi.intake.reading import body_to_upload
from music_genre.webapi.intake.upload import Upload


async def request_to_upload(request: Request, max_upload_bytes: int) -> Upload:
    """Read the file, not empty and within the limit, and what is beside it. Raises `ApiError`."""
    headers, body = request.headers, await request.body()
    # In a thread: a form of many megabytes would keep everybody else waiting.
    return await to_thread.run_sync(
        body_to_upload,
        headers.get("content-type", ""),
        headers.get("content-encoding", ""),
        body,
        max_upload_bytes,
    )


async def request_to_bytes(request: Request, max_upload_bytes: int) -> bytes:
    """Read the file alone. Raises `ApiError`."""
    return (await request_to_upload(request, max_upload_bytes)).content


async def request_to_body(request: Request, most_bytes: int) -> bytes:
    """Read a body that is no upload, without its encoding. Raises `ApiError`."""
    body = await request.body()
    if len(body) > most_bytes:
        raise too_large(most_bytes)
    return inflated(request.headers.get("content-encoding", ""), body, most_bytes, most_bytes)
