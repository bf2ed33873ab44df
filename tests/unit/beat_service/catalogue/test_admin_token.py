"""Who may change the catalogue: what counts as the token."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi import Request
from pydantic import SecretStr

from beat_service.catalogue.admin_token import has_token, token_to_guard
from music_genre.webapi.problems import ApiError

TOKEN = SecretStr("très secret")
Receive = Callable[[], Awaitable[dict[str, Any]]]


def request(authorization: bytes | None = None, receive: Receive | None = None) -> Request:
    """Make a request with a header, as it comes over the wire."""
    headers = [] if authorization is None else [(b"authorization", authorization)]
    scope = {"type": "http", "method": "POST", "path": "/beats", "headers": headers}
    return Request(scope, receive) if receive else Request(scope)


def admit(token: SecretStr | None, asked: Request) -> None:
    """Let the guard of a token look at a request."""

    async def wait() -> None:
        await token_to_guard(token)(asked)

    asyncio.run(wait())


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
@pytest.mark.parametrize("between", [" ", "   "])
def test_the_token_is_known(scheme: str, between: str) -> None:
    """The scheme has any case (RFC 6750), and blanks before the token do not count."""
    assert has_token(request(f"{scheme}{between}très secret".encode()), TOKEN)


@pytest.mark.parametrize(
    "given",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Bearer très secret x",
        "Bearer très secre",
        "Bearer Très secret",
        "Basic très secret",
        "très secret",
    ],
)
def test_anything_else_is_not(given: str | None) -> None:
    """No header, another scheme and another token are refused alike."""
    assert not has_token(request(None if given is None else given.encode()), TOKEN)


@pytest.mark.parametrize("authorization", [None, b"Bearer anything"])
def test_without_a_token_everybody_may(authorization: bytes | None) -> None:
    """Where none is set, none is asked for."""
    admit(None, request(authorization))


def test_who_has_the_token_may() -> None:
    """The guard lets the request pass, with its body unread."""

    async def receive() -> dict[str, Any]:
        pytest.fail("the body is the route's")

    admit(TOKEN, request("Bearer très secret".encode(), receive))


def test_a_refused_upload_is_not_looked_at() -> None:
    """Whoever has no token is refused with the body unread."""

    async def receive() -> dict[str, Any]:
        pytest.fail("the body is nobody's")

    with pytest.raises(ApiError, match="unauthorized"):
        admit(TOKEN, request(b"Bearer wrong", receive))
