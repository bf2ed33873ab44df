"""A request as every app sees it: one form of what may be written in several."""

import pytest

from music_genre.webapi.problems import ApiError
from music_genre.webapi.server.plain_scope import plain_headers, plain_scope


def scope_of(target: str, method: str = "GET") -> dict[str, object]:
    """Make the scope of a request as it came."""
    return {"method": method, "path": target, "raw_path": target.encode(), "query_string": b"a=b"}


@pytest.mark.parametrize(
    ("target", "path", "raw_path"),
    [
        ("/a", "/a", b"/a"),
        ("http://x/a%20b", "/a b", b"/a%20b"),
        ("HTTPS://user@x:1/a/", "/a/", b"/a/"),
        ("http://x", "/", b"/"),
        ("http:///a", "/a", b"/a"),
        ("/http://x/a", "/http://x/a", b"/http://x/a"),
        ("ftp://x/a", "ftp://x/a", b"ftp://x/a"),
        ("*", "*", b"*"),
    ],
)
def test_target(target: str, path: str, raw_path: bytes) -> None:
    """Of a whole address the path counts; what is a path already stays as it is."""
    told = plain_scope(scope_of(target))

    assert (path, raw_path, b"a=b") == (told["path"], told["raw_path"], told["query_string"])


@pytest.mark.parametrize(
    ("method", "known_as"),
    [("GET", "GET"), ("post", "UNKNOWN"), ("Get", "UNKNOWN"), ("PROPFIND", "UNKNOWN")],
)
def test_method(method: str, known_as: str) -> None:
    """Methods are in capitals, and those that nobody knows have one name."""
    assert known_as == plain_scope(scope_of("/", method))["method"]


def test_headers_that_came_twice() -> None:
    """Lists are joined, cookies as cookies are; what came once stays as it is."""
    sent = [
        (b"content-encoding", b"gzip"),
        (b"accept", b"a"),
        (b"cookie", b"x=1"),
        (b"content-encoding", b"gzip"),
        (b"cookie", b"y=2"),
    ]

    assert [
        (b"content-encoding", b"gzip, gzip"),
        (b"accept", b"a"),
        (b"cookie", b"x=1; y=2"),
    ] == plain_headers(sent)


def test_headers_with_one_value() -> None:
    """The same value twice is that value; two of them are a fault."""
    same = (b"content-type", b"audio/wav")

    assert [same] == plain_headers([same, same])
    with pytest.raises(ApiError, match="malformed_request"):
        plain_headers([same, (b"content-type", b"text/plain")])


def test_no_other_protocol() -> None:
    """Whoever would rather speak another protocol is answered in this one."""
    assert [] == plain_headers([(b"upgrade", b"websocket"), (b"http2-settings", b"AA")])


@pytest.mark.parametrize("host", [b"localhost:5000", b"[::1]:8000", b"a-b_c.example", b""])
def test_hosts(host: bytes) -> None:
    """Names and addresses stand, with a port or without."""
    assert [(b"host", host)] == plain_headers([(b"host", host)])


@pytest.mark.parametrize("host", [b"a<b>", b"a b", b"a/b", b"user@a", "é".encode()])
def test_what_is_no_host(host: bytes) -> None:
    """Anything else is a fault."""
    with pytest.raises(ApiError, match="malformed_request"):
        plain_headers([(b"host", host)])
