"""A request as every app is to see it, so that no web framework has an opinion of its own.

- The target may be a whole address (RFC 9112, 3.2.2); its path counts.
- Methods are words in capitals; all that nobody knows are one method, which no route has.
- A `Host` is a name or address (RFC 9112, 3.2).
- A header that came twice is one with both values (RFC 9110, 5.3), or a fault where it has one
  value. Nobody here changes to another protocol.
"""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote

from music_genre.webapi.problems import ApiError
from music_genre.webapi.server.asgi import Scope

Headers = Sequence[tuple[bytes, bytes]]

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")
UNKNOWN_METHOD: Final = "UNKNOWN"
WHOLE_ADDRESS: Final = re.compile(rb"https?://[^/]*", re.IGNORECASE)
ONE_VALUE: Final = (b"authorization", b"content-type", b"if-range", b"range")
PASSED_OVER: Final = (b"upgrade", b"http2-settings")
COOKIE: Final = b"cookie"
HOST: Final = re.compile(rb"[A-Za-z0-9._~!$&'()*+,;=%:\[\]-]*")  # RFC 3986, 3.2.2


def plain_scope(scope: Scope) -> Scope:
    """Make the scope with a method that is known, and a target that is a path."""
    method = scope["method"] if scope["method"] in METHODS else UNKNOWN_METHOD
    raw_path: bytes = scope["raw_path"]
    if not (address := WHOLE_ADDRESS.match(raw_path)):
        return {**scope, "method": method}
    raw_path = raw_path[address.end() :] or b"/"
    path = unquote(raw_path.decode("ascii"))
    return {**scope, "method": method, "path": path, "raw_path": raw_path}


def plain_headers(headers: Headers) -> Headers:
    """Make headers in which each name is there once. Raises `ApiError`."""
    values: dict[bytes, list[bytes]] = {}
    for name, value in headers:
        if name == b"host" and not HOST.fullmatch(value):
            raise ApiError("malformed_request")
        if name not in PASSED_OVER:
            values.setdefault(name, []).append(value)
    return [(name, _joined(name, several)) for name, several in values.items()]


def _joined(name: bytes, values: list[bytes]) -> bytes:
    if name not in ONE_VALUE:
        return (b"; " if name == COOKIE else b", ").join(values)
    if len(set(values)) > 1:
        raise ApiError("malformed_request")
    return values[0]
