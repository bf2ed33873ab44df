"""HTTP request → its upload, under Flask. What is read how, `music_genre.webapi.intake` says."""

from flask import Request

from music_genre.webapi.intake.reading import body_to_upload, json_to_upload
from music_genre.webapi.intake.upload import Upload


def request_to_upload(request: Request, max_upload_bytes: int) -> Upload:
    """Read the file, not empty and within the limit, and what is beside it. Raises `ApiError`."""
    headers, body = request.headers, request.get_data(cache=False)
    return body_to_upload(
        headers.get("Content-Type", ""),
        headers.get("Content-Encoding", ""),
        body,
        max_upload_bytes,
    )


def request_to_bytes(request: Request, max_upload_bytes: int) -> bytes:
    """Read the file alone. Raises `ApiError`."""
    return request_to_upload(request, max_upload_bytes).content


def json_to_bytes(request: Request, max_upload_bytes: int) -> bytes:
    """Read the file of a JSON body, whatever its Content-Type says. Raises `ApiError`."""
    encoding = request.headers.get("Content-Encoding", "")
    return json_to_upload(encoding, request.get_data(cache=False), max_upload_bytes).content
