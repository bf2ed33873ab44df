"""Where a service listens: what may be called a host, and whether one can listen there."""

import errno
import functools
import ipaddress
import re
import socket
from collections.abc import Sequence
from typing import Final

HOST_FAULT: Final = (
    "not an address to listen on; give an IP address of this machine, such as 127.0.0.1, "
    "0.0.0.0, ::1 or ::, or its name"
)
NETWORKS_FAULT: Final = (
    "no addresses; give IP addresses or networks, separated by commas, such as "
    "127.0.0.1,10.0.0.0/8, or * for everybody"
)
EVERYBODY: Final = "*"
ADMINISTRATORS_PORTS: Final = 1024
LONGEST_NAME: Final = 253
# The last part has a letter, or else it would be an IP address, and a wrong one.
NAME: Final = re.compile(r"([a-z0-9_-]{1,63}\.)*(?=[0-9_-]*[a-z])[a-z0-9_-]{1,63}", re.IGNORECASE)


# A `Host`: an address of IPv6 in brackets or anything else, and a port.
NAMED_HOST: Final = re.compile(r"(?:\[(.*)\]|([^:]*))(?::\d*)?", re.DOTALL)

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class HostError(Exception):
    """Nobody can listen at a host; the message says why."""


class PortError(Exception):
    """We cannot listen on a port; the message says why."""


class TakenError(PortError):
    """Another program listens on a port."""


def is_host(text: str) -> bool:
    """Tell whether a text is an IP address, or may be a name of one."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return len(text) <= LONGEST_NAME and NAME.fullmatch(text) is not None
    return "%" not in str(address)  # no server takes zones


def is_loopback(host: str) -> bool:
    """Tell whether whoever listens at a host is reached from this machine alone."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except socket.gaierror:
        return False
    return all(ipaddress.ip_address(where[0]).is_loopback for *_, where in found)


def text_to_networks(text: str) -> tuple[Network, ...]:
    """Read addresses and networks, separated by commas; `*` is everybody. Raises `ValueError`."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if EVERYBODY in names:
        names = ["0.0.0.0/0", "::/0"]
    return tuple(ipaddress.ip_network(name, strict=False) for name in names)


@functools.lru_cache(maxsize=1024)
def text_to_address(text: str) -> Address | None:
    """Read an address, of IPv4 where it is one written as IPv6's; None for anything else."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_within(text: str, networks: Sequence[Network]) -> bool:
    """Tell whether a text is an address in one of the networks."""
    address = text_to_address(text)
    return address is not None and any(address in network for network in networks)


def is_own_name(host: str) -> bool:
    """Tell whether a `Host`, with or without port, names this machine to itself and nobody else."""
    written = NAMED_HOST.fullmatch(host.strip().lower())
    name = (written[1] or written[2]) if written else ""
    address = text_to_address(name)
    if address is not None:
        return address.is_loopback
    return name.removesuffix(".").rpartition(".")[2] == "localhost"


def host_to_address(host: str, port: int) -> str:
    """Find the IP address of a host where we can listen. Raises `HostError`, `PortError`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise HostError("this machine knows no such name") from error
    family, *_, where = min(found, key=lambda entry: entry[0] != socket.AF_INET)
    address = str(where[0])
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the servers do
            probe.bind(where)
    except OSError as error:
        raise _reason(error, address, port) from error
    return address


def _reason(error: OSError, address: str, port: int) -> HostError | PortError:
    """Say why a socket could not be bound."""
    if error.errno == errno.EADDRINUSE:
        return TakenError(f"another program listens on {address_to_netloc(address, port)}")
    if error.errno == errno.EACCES and port < ADMINISTRATORS_PORTS:
        return PortError(f"ports below {ADMINISTRATORS_PORTS} are for administrators")
    if error.errno == errno.EACCES:
        return PortError("this system does not allow it")
    if error.errno in {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}:
        return HostError("this machine has no such address")
    return HostError(f"nobody can listen there: {error.strerror}")


def address_to_netloc(address: str, port: int) -> str:
    """Write address and port as in a URL: `127.0.0.1:5000`, `[::1]:5000`."""
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def address_to_near(address: str) -> str:
    """Say where this machine reaches what listens on an address: for `0.0.0.0`, `127.0.0.1`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)  # noqa: S104  # not bound
