"""Who is let in: what every service asks of a request before its body is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from music_genre.webapi.addresses import Network, is_within
from music_genre.webapi.gate.origin import check_origin


@dataclass(frozen=True)
class Knock:
    """A request at the gate: headers with each name once, and who is at the other end."""

    method: str
    path: str
    headers: Mapping[bytes, bytes]
    peer: str


class Gate:
    """What a service asks of those who knock; `trusted` are the proxies that are believed."""

    def __init__(self, trusted: Sequence[Network] = ()) -> None:
        self.trusted = trusted

    def admit(self, knock: Knock) -> None:
        """Return for who may come in. Raises `ApiError` (`cross_site`)."""
        is_proxy_trusted = is_within(knock.peer, self.trusted)
        check_origin(knock.method, knock.headers, is_proxy_trusted=is_proxy_trusted)
