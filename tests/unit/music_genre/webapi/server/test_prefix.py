"""Under which path a service lies, and whom it believes."""

from typing import Any

import pytest

from music_genre.webapi.addresses import text_to_networks
from music_genre.webapi.server.prefix import Prefixes, scope_to_path

TRUSTED = text_to_networks("127.0.0.1,10.0.0.0/8,::1")


def scope_of(path: str, said: str | None = None, client: str | None = "127.0.0.1") -> Any:
    """Make the scope of a request of a proxy."""
    headers = [] if said is None else [(b"x-forwarded-prefix", said.encode("latin-1"))]
    where = None if client is None else (client, 1)
    return {"type": "http", "path": path, "root_path": "", "headers": headers, "client": where}


def found(prefixes: Prefixes, scope: Any) -> tuple[str, str]:
    """Return where the service lies, and the path inside it."""
    told = prefixes.scope_without_prefix(scope)
    assert told["path"].startswith(told["root_path"])
    return told["root_path"], scope_to_path(told)


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("/livez", "/livez"),
        ("/genre/livez", "/livez"),
        ("/genre", "/"),
        ("/genre/", "/"),
        ("/genres", "/genres"),
        ("/", "/"),
    ],
)
def test_prefix_in_the_path_or_taken_away(path: str, inside: str) -> None:
    """A proxy may leave the prefix in the path or not; nothing else begins with it by accident."""
    assert ("/genre", inside) == found(Prefixes(TRUSTED), scope_of(path, "/genre"))
    assert ("/genre", inside) == found(Prefixes(TRUSTED, "/genre"), scope_of(path))


@pytest.mark.parametrize(
    ("client", "is_trusted"),
    [
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("::ffff:10.1.2.3", True),
        ("::1", True),
        ("192.0.2.1", False),
        ("::2", False),
        (None, False),
        ("unix:", False),
    ],
)
def test_who_is_believed(client: str | None, is_trusted: bool) -> None:
    """The header counts from addresses that were named, and from no others."""
    root = found(Prefixes(TRUSTED), scope_of("/", "/genre", client))[0]

    assert ("/genre" if is_trusted else "") == root


@pytest.mark.parametrize(
    "said",
    [
        *("genre", "//evil.example", "/a//b", "/a//", "http://evil", "/a\\b", "/a b", "/a, /b"),
        *("/..", "/.", "/a/../b", "/a/.", "/...", '/"><script>', "/a?b", "/a%2Fb", "/a\tb", "/a\n"),
        *("/" + "x" * 200, "", "/", "/é", "/²"),
    ],
)
def test_what_is_no_path(said: str) -> None:
    """What cannot be a prefix is none."""
    assert ("", "/") == found(Prefixes(TRUSTED), scope_of("/", said))


def test_header_stands_above_the_setting() -> None:
    """Where both are there, the proxy knows better; a slash at its end does not count."""
    assert ("/b/c", "/x") == found(Prefixes(TRUSTED, "/a"), scope_of("/x", "/b/c/"))


@pytest.mark.parametrize("said", ["/.well-known", "/a/..b", "/a.b/c-d_e~f", "/-"])
def test_unusual_paths(said: str) -> None:
    """Points are letters like others where they do not stand alone."""
    assert (said, "/") == found(Prefixes(TRUSTED), scope_of("/", said))
