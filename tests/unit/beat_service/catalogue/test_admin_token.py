"""Who may change the catalogue: what counts as the token."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi import Request
from pydantic import SecretStr

from beat_service.catalogue.admin_token import (
    Guard,
    has_token,
    let_everybody,
    let_nobody,
    token_to_guard,
)
from music_genre.webapi.problems import ApiError

TOKEN = SecretStr("très secret")
Receive = Callable[[], Awaitable[dict[str, Any]]]


def request(authorization: bytes | None = None, receive: Receive | None = None) -> Request:
    """Make a request with a header, as it comes over the wire."""
    headers = [] if authorization is None else [(b"authorization", authorization)]
    scope = {"type": "http", "method": "POST", "path": "/beats", "headers": headers}
    return Request(scope, receive) if receive else Request(scope)


def admit(guard: Guard, asked: Request) -> None:
    """Let a guard look at a request."""

    async def wait() -> None:
        await guard(asked)

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
def test_everybody_or_nobody(authorization: bytes | None) -> None:
    """Where no token is set, none is asked for, or none is of use."""
    admit(let_everybody, request(authorization))
    with pytest.raises(ApiError, match="changes_off"):
        admit(let_nobody, request(authorization))


def test_who_has_the_token_may() -> None:
    """The guard lets the request pass, with its body unread."""

    async def receive() -> dict[str, Any]:
        pytest.fail("the body is the route's")

    admit(token_to_guard(TOKEN), request("Bearer très secret".encode(), receive))


def test_a_refused_upload_is_not_looked_at() -> None:
    """Whoever has no token is refused with the body unread."""

    async def receive() -> dict[str, Any]:
        pytest.fail("the body is nobody's")

    with pytest.raises(ApiError, match="unauthorized"):
        admit(token_to_guard(TOKEN), request(b"Bearer wrong", receive))
