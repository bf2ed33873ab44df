"""Who is let in: what every service asks of a request before its body is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from music_genre.webapi.addresses import Network, is_within
from music_genre.webapi.gate.buckets import standings_to_headers
from music_genre.webapi.gate.clients import client_address
from music_genre.webapi.gate.limits import ClientLimits, check_standings
from music_genre.webapi.gate.origin import check_origin
from music_genre.webapi.serving import PROBES


@dataclass(frozen=True)
class Knock:
    """A request at the gate: headers with each name once, and who is at the other end.

    What is put into `answered` are headers of the answer, whichever it becomes.
    """

    method: str
    path: str
    headers: Mapping[bytes, bytes]
    peer: str
    answered: list[tuple[bytes, bytes]]

    @property
    def has_body(self) -> bool:
        """Tell whether more is to be read than the head."""
        length = self.headers.get(b"content-length", b"0")
        return length.strip(b"0") != b"" or b"transfer-encoding" in self.headers


class Gate:
    """What a service asks of those who knock; `trusted` are the proxies that are believed."""

    def __init__(self, trusted: Sequence[Network] = (), limits: ClientLimits | None = None) -> None:
        self.trusted, self.limits = trusted, limits or ClientLimits()

    def client(self, knock: Knock) -> str:
        """Return the address of who asks, whatever proxies are between us."""
        return client_address(knock.peer, knock.headers, self.trusted)

    def admit(self, knock: Knock) -> None:
        """Return for who may come in. Raises `ApiError` (`cross_site`, `rate_limited`)."""
        is_proxy_trusted = is_within(knock.peer, self.trusted)
        check_origin(knock.method, knock.headers, is_proxy_trusted=is_proxy_trusted)
        if knock.path not in PROBES:
            self._count(knock)

    def _count(self, knock: Knock) -> None:
        standings = self.limits.take(self.client(knock), has_body=knock.has_body)
        if standings:
            knock.answered.extend(standings_to_headers(standings))
            check_standings(standings)
