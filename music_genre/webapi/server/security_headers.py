"""Headers by which every answer asks browsers to be careful with it.

What an app says itself stands: the front end's page has a policy of its own. What no browser is to
show as a page, but perhaps as a picture or to be heard, needs nothing else.
"""

from collections.abc import Sequence
from typing import Final

Headers = Sequence[tuple[bytes, bytes]]

SECURITY: Final[Headers] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (
        b"content-security-policy",
        b"default-src 'none'; img-src 'self'; media-src 'self'; frame-ancestors 'none'",
    ),
)


def with_security(headers: Headers) -> list[tuple[bytes, bytes]]:
    """Add each header that an answer does not have."""
    named = {name.lower() for name, _ in headers}
    return [*headers, *(pair for pair in SECURITY if pair[0] not in named)]
