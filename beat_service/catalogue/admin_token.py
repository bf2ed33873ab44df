"""Permission to change the catalogue: for everybody, for who sends the token, or for nobody."""

import secrets
from collections.abc import Awaitable, Callable

from fastapi import Request
from pydantic import SecretStr

from music_genre.webapi.problems import ApiError

# A dependency of routes that change something; it raises `ApiError` for who may not.
Guard = Callable[[Request], Awaitable[None]]


async def let_everybody(_: Request) -> None:
    """Refuse nobody: whoever reaches the service is its owner."""


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
