"""What a service makes of the way on which requests come: proxies before it, and who is let in."""

from dataclasses import dataclass, field

from music_genre.webapi.addresses import text_to_networks
from music_genre.webapi.gate.api_keys import ApiKeys, file_to_keys
from music_genre.webapi.gate.cors import text_to_origins
from music_genre.webapi.gate.gate import Gate, Knock
from music_genre.webapi.gate.limits import ClientLimits
from music_genre.webapi.server.asgi import Scope
from music_genre.webapi.server.prefix import Prefixes, scope_to_peer
from music_genre.webapi.settings import ServiceSettings


@dataclass(frozen=True)
class Door:
    """The path under which a proxy has a service, the gate behind it, and what is noted there."""

    prefixes: Prefixes = field(default_factory=Prefixes)
    gate: Gate = field(default_factory=Gate)
    logs_addresses: bool = False


def settings_to_door(settings: ServiceSettings) -> Door:
    """Make what a service believes, and asks of everybody."""
    trusted = text_to_networks(settings.trusted_proxies)
    limits = ClientLimits(settings.requests_per_minute, settings.uploads_per_minute)
    keys = ApiKeys(file_to_keys(settings.api_keys_file)) if settings.api_keys_file else None
    gate = Gate(trusted, limits, text_to_origins(settings.cors_origins), keys)
    return Door(Prefixes(trusted, settings.path_prefix), gate, settings.log_addresses)


def scope_to_knock(scope: Scope, path: str, answered: list[tuple[bytes, bytes]]) -> Knock:
    """Make what the gate looks at, and writes the answer's headers into."""
    return Knock(scope["method"], path, dict(scope["headers"]), scope_to_peer(scope), answered)
