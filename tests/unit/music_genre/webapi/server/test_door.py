"""What stands between the connection and a service, made of its settings."""

from music_genre.webapi.server.door import scope_to_knock, settings_to_door
from music_genre.webapi.settings import ServiceSettings


def test_settings_of_a_proxy() -> None:
    """The path and whom to believe come from the settings."""
    settings = ServiceSettings(port=1, path_prefix="/genre", trusted_proxies="10.0.0.0/8")

    door = settings_to_door(settings)

    assert ("/genre", False) == (door.prefixes.prefix, door.logs_addresses)
    for trusted in (door.prefixes.trusted, door.gate.trusted):
        assert ["10.0.0.0/8"] == [str(network) for network in trusted]


def test_who_knocks() -> None:
    """The gate sees method, path inside the service, headers, and the other end's address."""
    scope = {"method": "POST", "client": ("192.0.2.1", 5), "headers": [(b"host", b"x")]}

    more = [(b"x-request-id", b"one-request")]
    knock = scope_to_knock(scope, "/beats", more)

    assert ("POST", "/beats", {b"host": b"x"}) == (knock.method, knock.path, knock.headers)
    assert "192.0.2.1" == knock.peer
    assert more is knock.answered
    assert "" == scope_to_knock({"method": "GET", "headers": []}, "/", []).peer
