"""How much one client may ask of a service, whoever it is, in a minute.

Limits are by address, of IPv6 by the network of one customer (/64), and none for this machine.
"""

import ipaddress
import math
from typing import Final

from music_genre.webapi.addresses import text_to_address
from music_genre.webapi.gate.buckets import Buckets, Policy, Standing
from music_genre.webapi.problems import ApiError

OF_A_CUSTOMER: Final = 64  # bits of an address of IPv6 that are a customer's network


class ClientLimits:
    """Requests a minute of one address, and how many of them may have a body; 0 is no limit."""

    def __init__(self, n_requests: int = 0, n_uploads: int = 0) -> None:
        self._requests = Buckets(Policy("requests", n_requests)) if n_requests else None
        self._uploads = Buckets(Policy("uploads", n_uploads)) if n_uploads else None

    def take(self, address: str, *, has_body: bool) -> list[Standing]:
        """Count a request, and return how its client stands; nothing where there is no limit.

        One that is over a limit is the last in the list, with the time to come again.
        """
        kept = [self._uploads if has_body else None, self._requests]
        limits = [buckets for buckets in kept if buckets is not None]
        client = address_to_client(address) if limits else None
        if client is None:
            return []
        standings: list[Standing] = []
        for buckets in limits:
            standings.append(buckets.take(client))
            if standings[-1].retry_s:
                break
        return standings


def check_standings(standings: list[Standing]) -> None:
    """Refuse a request that is over a limit. Raises `ApiError` (`rate_limited`)."""
    if standings and standings[-1].retry_s:
        raise ApiError("rate_limited", retry_after_s=math.ceil(standings[-1].retry_s))


def address_to_client(address: str) -> str | None:
    """Name whoever has an address; None for who is on this machine."""
    found = text_to_address(address)
    if found is None:
        return address
    if found.is_loopback:
        return None
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((found, OF_A_CUSTOMER), strict=False))
    return str(found)
