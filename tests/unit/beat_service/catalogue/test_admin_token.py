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
    host_to_guard,
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


def request_to(host: str) -> Request:
    """Make a request that was sent to a name."""
    headers = [(b"host", host.encode())]
    return Request({"type": "http", "method": "POST", "path": "/beats", "headers": headers})


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


@pytest.mark.parametrize(
    "host",
    ["localhost:8000", "LOCALHOST", "127.0.0.1:8000", "127.8.9.1", "[::1]:8000", "mybox:8000"],
)
def test_names_of_this_machine(host: str) -> None:
    """Whoever calls the service by a name of this machine, or the one it listens at, may."""
    admit(host_to_guard("MyBox"), request_to(host))


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8000",
        "localhost.evil.example",
        "0.0.0.0:8000",
        "192.168.1.5",
        "[::2]",
        "[",
        "",
    ],
)
def test_names_of_others(host: str) -> None:
    """A name that was made to point here, as DNS rebinding does, is not ours."""
    with pytest.raises(ApiError, match="foreign_host"):
        admit(host_to_guard("127.0.0.1"), request_to(host))


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
