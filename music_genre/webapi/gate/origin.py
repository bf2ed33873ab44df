"""Requests that a page of another site had a browser send: what changes something is refused.

Browsers send such requests without asking anybody, with whatever their network reaches, so that a
page from anywhere could add beats to a service on its reader's own machine. They say so themselves
(`Sec-Fetch-Site`, or `Origin` where that is missing, as without TLS); other clients say nothing.
Source: the algorithm of `net/http.CrossOriginProtection` of Go 1.25.
"""

import re
from collections.abc import Collection, Mapping
from typing import Final

from music_genre.webapi.problems import ApiError

Headers = Mapping[bytes, bytes]

SAFE_METHODS: Final = ("GET", "HEAD", "OPTIONS")
OWN_SITES: Final = (b"same-origin", b"none")  # none: a person typed the address
ORIGIN: Final = re.compile(rb"(https?)://([^/?#@]+)", re.IGNORECASE)
USUAL_PORTS: Final = {b"http": b":80", b"https": b":443"}


def check_origin(
    method: str, headers: Headers, allowed: Collection[bytes] = (), *, is_proxy_trusted: bool
) -> None:
    """Refuse what another site's page sent, where it may change something; `allowed` ones may.

    What a trusted proxy says was asked for (`X-Forwarded-Host`) counts beside `Host`.
    Raises `ApiError` (`cross_site`).
    """
    if method in SAFE_METHODS or headers.get(b"origin", b"").lower() in allowed:
        return
    site, origin = headers.get(b"sec-fetch-site"), headers.get(b"origin")
    if site is not None:
        is_own = site.strip().lower() in OWN_SITES
    else:
        is_own = origin is None or _is_own(origin, _hosts(headers, is_proxy_trusted))
    if not is_own:
        raise ApiError("cross_site")


def _hosts(headers: Headers, is_proxy_trusted: bool) -> list[bytes]:
    """List the names by which the client may have called us."""
    names = (b"host", b"x-forwarded-host") if is_proxy_trusted else (b"host",)
    return [headers[name] for name in names if name in headers]


def _is_own(origin: bytes, hosts: Collection[bytes]) -> bool:
    """Tell whether an origin's host and port are those of the request; `null` is nobody's."""
    written = ORIGIN.fullmatch(origin.strip())
    if not written:
        return False
    usual = USUAL_PORTS[written[1].lower()]
    own = written[2].lower().removesuffix(usual)
    return any(own == host.strip().lower().removesuffix(usual) for host in hosts)
