"""What every answer asks of browsers."""

from music_genre.webapi.server.security_headers import SECURITY, with_security


def test_added_where_nothing_is_said() -> None:
    """An answer without any of them has all, behind its own."""
    own = (b"content-type", b"application/json")

    assert [own, *SECURITY] == with_security([own])


def test_own_policy_stands() -> None:
    """What an app says itself is said once, in whatever case."""
    own = (b"Content-Security-Policy", b"default-src 'self'")
    named = [name.lower() for name, _ in with_security([own])]

    assert own in with_security([own])
    assert 1 == named.count(b"content-security-policy")
