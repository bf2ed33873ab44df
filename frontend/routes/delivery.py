"""How answers travel: text compressed, files whose name has their hash kept for ever.

Each has the headers by which browsers are careful with it.
"""

import gzip
from functools import lru_cache
from http import HTTPStatus
from typing import Final

from flask import Request, Response, request

from frontend.page.assets import IMMUTABLE, KEPT_FOR_EVER

COMPRESSED: Final = frozenset(
    {
        *("text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"),
        *("application/json", "application/manifest+json"),
    }
)
SMALLEST_BYTES: Final = 1024  # below it nothing is won
LEVEL: Final = 6
SECURITY_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self';"
    " img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; manifest-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
}


def add_security_headers(response: Response) -> Response:
    """Allow nothing from elsewhere, nothing inline, no guessing of types, no framing."""
    response.headers.extend(SECURITY_HEADERS)
    return response


def deliver(response: Response) -> Response:
    """Compress what is text for whoever takes gzip, and say how long it may be kept."""
    if response.status_code == HTTPStatus.OK and KEPT_FOR_EVER.search(request.path):
        response.headers["Cache-Control"] = IMMUTABLE
    if response.mimetype not in COMPRESSED:
        return response
    response.vary.add("Accept-Encoding")
    if takes_gzip(request) and "Content-Encoding" not in response.headers:
        _compress(response)
    return response


def takes_gzip(request: Request) -> bool:
    """Tell whether who asks reads gzip, by `Accept-Encoding`."""
    return request.accept_encodings.quality("gzip") > 0 and request.method in {"GET", "POST"}


def _compress(response: Response) -> None:
    if response.status_code != HTTPStatus.OK:
        return
    response.direct_passthrough = False  # files are read, not handed to the server
    content = response.get_data()
    if len(content) < SMALLEST_BYTES:
        return
    kept = KEPT_FOR_EVER.search(request.path) is not None
    response.set_data(_bytes_to_kept_gzip(content) if kept else gzip.compress(content, LEVEL))
    response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)  # the same text in other bytes


@lru_cache(maxsize=16)
def _bytes_to_kept_gzip(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)
