"""Which requests are another site's, as browsers tell."""

import pytest

from music_genre.webapi.gate.origin import check_origin
from music_genre.webapi.problems import ApiError

Sent = dict[bytes, bytes]
HOST = b"music.example:5000"


def is_refused(headers: Sent, method: str = "POST", *, is_proxy_trusted: bool = False) -> bool:
    """Tell whether a request to `HOST` is refused, and for the right reason."""
    try:
        check_origin(method, {b"host": HOST} | headers, is_proxy_trusted=is_proxy_trusted)
    except ApiError as error:
        assert "cross_site" == error.code
        return True
    return False


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {b"sec-fetch-site": b"same-origin"},
        {b"sec-fetch-site": b"none"},
        {b"origin": b"http://music.example:5000"},
        {b"origin": b"HTTP://Music.Example:5000"},
        {b"sec-fetch-site": b"same-origin", b"origin": b"null"},
        {b"host": b"music.example", b"origin": b"http://music.example:80"},
        {b"host": b"music.example:443", b"origin": b"https://music.example"},
        {b"host": b"[::1]:5000", b"origin": b"http://[::1]:5000"},
    ],
)
def test_own_pages_and_programs(headers: Sent) -> None:
    """A page of the service itself may, and so may whatever is no browser."""
    assert not is_refused(headers)


@pytest.mark.parametrize(
    "headers",
    [
        {b"sec-fetch-site": b"cross-site"},
        {b"sec-fetch-site": b"same-site"},
        {b"sec-fetch-site": b"cross-site", b"origin": b"http://music.example:5000"},
        {b"origin": b"https://evil.example"},
        {b"origin": b"http://music.example"},
        {b"origin": b"http://music.example:5001"},
        {b"origin": b"http://music.example:5000.evil.example"},
        {b"origin": b"http://music.example:5000@evil.example"},
        {b"origin": b"null"},
        {b"origin": b""},
        {b"origin": b"file://music.example:5000"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE", "UNKNOWN"])
def test_pages_of_others(headers: Sent, method: str) -> None:
    """A page of another site, port or scheme may not change anything."""
    assert is_refused(headers, method)
    assert not is_refused(headers, "GET")


def test_proxy_with_another_name() -> None:
    """What a trusted proxy was asked for is our name too; anybody else may not say so."""
    sent = {b"origin": b"https://genre.example", b"x-forwarded-host": b"genre.example"}

    assert not is_refused(sent, is_proxy_trusted=True)
    assert is_refused(sent)
