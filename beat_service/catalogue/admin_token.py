"""Permission to change the catalogue: for everybody, for who sends the token, or for nobody.

Everybody is who is on this machine, and not a page of elsewhere whose name was made to point here
(DNS rebinding): a browser takes the service for that page's own, but tells its name as `Host`.
"""

import secrets
from collections.abc import Awaitable, Callable

from fastapi import Request
from pydantic import SecretStr

from music_genre.webapi.addresses import is_own_name
from music_genre.webapi.problems import ApiError

# A dependency of routes that change something; it raises `ApiError` for who may not.
Guard = Callable[[Request], Awaitable[None]]


async def let_everybody(_: Request) -> None:
    """Refuse nobody: whoever reaches the service is its owner."""


def host_to_guard(host: str) -> Guard:
    """Make the guard of a service that listens at a host, which this machine alone reaches.

    It refuses what was not sent to a name of this machine (`foreign_host`).
    """

    async def require_own_name(request: Request) -> None:
        asked = request.headers.get("host", "")
        if not (is_own_name(asked) or asked.partition(":")[0].lower() == host.lower()):
            raise ApiError("foreign_host")

    return require_own_name


async def let_nobody(_: Request) -> None:
    """Refuse everybody. Raises `ApiError` (`changes_off`)."""
    raise ApiError("changes_off")


def token_to_guard(admin_token: SecretStr) -> Guard:
    """Make the guard that refuses requests without the token (`unauthorized`)."""

    async def require_token(request: Request) -> None:
        if not has_token(request, admin_token):
            raise ApiError("unauthorized")

    return require_token


def has_token(request: Request, admin_token: SecretStr) -> bool:
    """Say whether a request has the token (RFC 6750: `Authorization: Bearer …`)."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    expected = admin_token.get_secret_value().encode()
    # Compared in equal time; headers come as Latin-1, whatever they hold.
    same = secrets.compare_digest(given.strip().encode("latin-1"), expected)
    return scheme.lower() == "bearer" and same
