"""Which other sites' pages may use a service, and what their browsers are told."""

import pytest

from music_genre.webapi.gate.cors import headers_of_cors, is_preflight, text_to_origins

ALLOWED = text_to_origins("https://music.example, http://localhost:3000,")


def test_origins() -> None:
    """They are written as browsers do, in any case."""
    assert frozenset({b"https://music.example", b"http://localhost:3000"}) == ALLOWED
    assert frozenset({b"http://[::1]:80"}) == text_to_origins("HTTP://[::1]:80")
    assert frozenset() == text_to_origins("")


@pytest.mark.parametrize(
    "text", ["*", "music.example", "https://a.example/", "null", "a://b", "x,"]
)
def test_what_is_no_origin(text: str) -> None:
    """Nobody means everybody, and an address with a path is none."""
    with pytest.raises(ValueError, match=r".+"):
        text_to_origins(text)


@pytest.mark.parametrize(
    ("origin", "is_allowed"),
    [
        (b"https://music.example", True),
        (b"https://MUSIC.example", True),
        (b"http://music.example", False),
        (b"https://music.example.evil.example", False),
        (b"null", False),
        (b"", False),
    ],
)
def test_who_is_told_so(origin: bytes, is_allowed: bool) -> None:
    """The one origin that asks is named, where it is allowed; caches are told that it counts."""
    told = headers_of_cors({b"origin": origin}, ALLOWED)

    assert (b"vary", b"Origin") == told[0]
    allowed = [value for name, value in told if name == b"access-control-allow-origin"]
    assert ([origin.lower()] if is_allowed else []) == allowed


def test_off() -> None:
    """Without allowed origins nothing is said."""
    assert [] == headers_of_cors({b"origin": b"https://music.example"}, frozenset())


@pytest.mark.parametrize(
    ("method", "more", "is_one"),
    [
        ("OPTIONS", {b"access-control-request-method": b"POST"}, True),
        ("POST", {b"access-control-request-method": b"POST"}, False),
        ("OPTIONS", {}, False),
        ("OPTIONS", {b"access-control-request-method": b"POST", b"origin": b"null"}, False),
    ],
)
def test_preflights(method: str, more: dict[bytes, bytes], is_one: bool) -> None:
    """A browser's question before a request is known from any other OPTIONS."""
    headers = {b"origin": b"https://music.example"} | more

    assert is_one == is_preflight(method, headers, ALLOWED)
