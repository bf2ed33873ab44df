"""Whose request it is, with proxies in between."""

import pytest

from music_genre.webapi.addresses import text_to_networks
from music_genre.webapi.gate.clients import client_address

TRUSTED = text_to_networks("127.0.0.1,::1,10.0.0.0/8")


@pytest.mark.parametrize(
    ("peer", "said", "client"),
    [
        ("192.0.2.1", None, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.9", "192.0.2.1"),
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "198.51.100.9", "198.51.100.9"),
        ("::ffff:10.0.0.1", "198.51.100.9", "198.51.100.9"),
        ("127.0.0.1", "203.0.113.5, 198.51.100.9", "198.51.100.9"),
        ("127.0.0.1", "198.51.100.9, 10.0.0.2,10.0.0.3", "198.51.100.9"),
        ("127.0.0.1", "10.0.0.9", "10.0.0.9"),
        ("127.0.0.1", "198.51.100.9:4711", "198.51.100.9"),
        ("127.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("127.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.9, _hidden, 10.0.0.2", "10.0.0.2"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("", "198.51.100.9", ""),
    ],
)
def test_who_asks(peer: str, said: str | None, client: str) -> None:
    """Trusted proxies are walked through from our end; what others wrote before them is not."""
    headers = {} if said is None else {b"x-forwarded-for": said.encode()}

    assert client == client_address(peer, headers, TRUSTED)
