"""Who is let in: what every service asks of a request before its body is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from music_genre.webapi.addresses import Network, is_within
from music_genre.webapi.gate.api_keys import GUARDED, ApiKeys
from music_genre.webapi.gate.buckets import Standing, standings_to_headers
from music_genre.webapi.gate.clients import client_address
from music_genre.webapi.gate.cors import headers_of_cors, is_preflight
from music_genre.webapi.gate.limits import ClientLimits, check_standings
from music_genre.webapi.gate.origin import check_origin
from music_genre.webapi.problems import ApiError
from music_genre.webapi.serving import PROBES

FORWARDED_PROTO: Final = b"x-forwarded-proto"
# A year (RFC 6797); of this host alone, as others under its name may have no TLS.
BY_TLS_ALONE: Final = (b"strict-transport-security", b"max-age=31536000")


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


@dataclass(frozen=True)
class Gate:
    """What a service asks of those who knock.

    `trusted` are the proxies that are believed, `origins` the other sites whose pages may use the
    service; `keys`, where there are some, are asked for by `/v1`.
    """

    trusted: Sequence[Network] = ()
    limits: ClientLimits = field(default_factory=ClientLimits)
    origins: frozenset[bytes] = frozenset()
    keys: ApiKeys | None = None

    def client(self, knock: Knock) -> str:
        """Return the address of who asks, whatever proxies are between us."""
        return client_address(knock.peer, knock.headers, self.trusted)

    def greet(self, knock: Knock) -> None:
        """Say what every answer says, refusals too: who may read it, and to come by TLS again."""
        knock.answered.extend(headers_of_cors(knock.headers, self.origins))
        by_tls = knock.headers.get(FORWARDED_PROTO, b"").strip().lower() == b"https"
        if by_tls and is_within(knock.peer, self.trusted):
            knock.answered.append(BY_TLS_ALONE)

    def admit(self, knock: Knock) -> None:
        """Return for who may come in.

        Raises `ApiError` (`cross_site`, `rate_limited`, `unknown_api_key`).
        """
        is_proxy_trusted = is_within(knock.peer, self.trusted)
        check_origin(knock.method, knock.headers, self.origins, is_proxy_trusted=is_proxy_trusted)
        if knock.path in PROBES:
            return
        if self.keys and knock.path.startswith(GUARDED) and not self.is_preflight(knock):
            self._admit_by_key(knock, self.keys)
        else:
            self._count(knock)

    def is_preflight(self, knock: Knock) -> bool:
        """Tell whether a browser asks what a page may send, which we answer ourselves."""
        return is_preflight(knock.method, knock.headers, self.origins)

    def _admit_by_key(self, knock: Knock, keys: ApiKeys) -> None:
        """Count a request by its key; by its address where it has none that we know."""
        try:
            key = keys.find(knock.headers.get(b"authorization"))
        except ApiError:
            self._count(knock)
            raise
        _tell(knock, keys.take(key))

    def _count(self, knock: Knock) -> None:
        _tell(knock, self.limits.take(self.client(knock), has_body=knock.has_body))


def _tell(knock: Knock, standings: list[Standing]) -> None:
    """Say in the answer how a client stands. Raises `ApiError` (`rate_limited`)."""
    if standings:
        knock.answered.extend(standings_to_headers(standings))
        check_standings(standings)
