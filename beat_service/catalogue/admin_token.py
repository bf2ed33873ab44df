"""Permission to change the catalogue: for everybody, or for who sends the administrator's token."""

import secrets
from collections.abc import Awaitable, Callable

from fastapi import Request
from pydantic import SecretStr

from music_genre.webapi.problems import ApiError


def token_to_guard(admin_token: SecretStr | None) -> Callable[[Request], Awaitable[None]]:
    """Make the dependency that refuses requests without the token; None refuses nobody."""

    async def require_token(request: Request) -> None:
        if admin_token is not None and not has_token(request, admin_token):
            raise ApiError("unauthorized")

    return require_token


def has_token(request: Request, admin_token: SecretStr) -> bool:
    """Say whether a request has the token (RFC 6750: `Authorization: Bearer …`)."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    expected = admin_token.get_secret_value().encode()
    # Compared in equal time; headers come as Latin-1, whatever they hold.
    same = secrets.compare_digest(given.strip().encode("latin-1"), expected)
    return scheme.lower() == "bearer" and same
