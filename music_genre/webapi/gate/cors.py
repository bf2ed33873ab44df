"""Pages of other sites that may use a service all the same (CORS, fetch.spec.whatwg.org).

They are named one by one; there is no `*`, which would let every page write too. No cookies or
passwords that a browser keeps are sent along: whoever needs a token sends it.
"""

import re
from collections.abc import Collection, Mapping
from typing import Final

Pairs = list[tuple[bytes, bytes]]

ORIGIN: Final = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?")
ORIGINS_FAULT: Final = (
    "no origins; give them as browsers write them, separated by commas, such as "
    "https://music.example,http://localhost:3000"
)
EXPOSED: Final = (
    b"Content-Disposition, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"  # besides usual
)
PREFLIGHT: Final[Pairs] = [
    (b"access-control-allow-methods", b"GET, HEAD, POST, PATCH, DELETE"),
    (
        b"access-control-allow-headers",
        b"Accept-Language, Authorization, Content-Encoding, Content-Type, Range, X-Request-Id",
    ),
    (b"access-control-max-age", b"600"),
]


def text_to_origins(text: str) -> frozenset[bytes]:
    """Read origins, separated by commas. Raises `ValueError`."""
    origins = [one.strip().lower() for one in text.split(",") if one.strip()]
    if wrong := [one for one in origins if not ORIGIN.fullmatch(one)]:
        raise ValueError(wrong[0])
    return frozenset(one.encode() for one in origins)


def headers_of_cors(headers: Mapping[bytes, bytes], allowed: Collection[bytes]) -> Pairs:
    """Make the headers of an answer; none where no origin is allowed anything."""
    if not allowed:
        return []
    vary = (b"vary", b"Origin")  # caches must not give one site's answer to another
    origin = headers.get(b"origin", b"").lower()
    if origin not in allowed:
        return [vary]
    own = [(b"access-control-allow-origin", origin), (b"access-control-expose-headers", EXPOSED)]
    return [vary, *own]


def is_preflight(method: str, headers: Mapping[bytes, bytes], allowed: Collection[bytes]) -> bool:
    """Tell whether a browser asks what a page of an allowed origin may send."""
    return (
        method == "OPTIONS"
        and b"access-control-request-method" in headers
        and headers.get(b"origin", b"").lower() in allowed
    )
