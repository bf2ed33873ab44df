"""Where `make run` puts the services: their addresses and ports, free ones or a clear word.

A browser that opens `localhost` may ask `[::1]` first and `127.0.0.1` after it. So a port is free
only where nothing listens on either: on a Mac, AirPlay does so on port 5000.
"""

import itertools
import os
import socket
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Final

from deploy.ready import address_to_start_id
from deploy.services import MAKE_RUN, SERVICES
from music_genre.webapi.addresses import (
    ADMINISTRATORS_PORTS,
    HOST_FAULT,
    HostError,
    PortError,
    TakenError,
    address_to_near,
    address_to_netloc,
    host_to_address,
    is_host,
)
from music_genre.webapi.settings import ServiceSettings, SettingsError

LOCALHOST: Final = ("127.0.0.1", "::1")
MOST_PORTS: Final = 2**16
OTHER_PORT: Final = 50  # added to a taken port: 5000 → 5050, 8000 → 8050
OTHER_ADMINISTRATORS_PORT: Final = 8000  # added to one that is not allowed: 80 → 8080


@dataclass(frozen=True)
class Places:
    """Where the services listen."""

    address: str
    ports: Mapping[str, int]

    @property
    def near(self) -> str:
        """Return the address at which this machine reaches them."""
        return address_to_near(self.address)

    def url(self, name: str) -> str:
        """Return the URL at which this machine reaches a service."""
        return f"http://{address_to_netloc(self.near, self.ports[name])}"


def environment_to_places(command: str = MAKE_RUN) -> Places:
    """Find places that are free. Raises `SettingsError` with each fault's variable and value."""
    host = os.environ.get("HOST", ServiceSettings.model_fields["host"].default)
    if not is_host(host):
        raise SettingsError(f"HOST={host!r}: {HOST_FAULT}")
    ports = {name: _variable_to_port(name) for name in SERVICES}
    for one, other in itertools.combinations(ports, 2):
        if ports[one] == ports[other]:
            raise SettingsError(
                f"{_moved(one, ports[one])} and {_moved(other, ports[other])} "
                "are the same port; each service needs its own"
            )
    faults: dict[str, PortError] = {}
    for name, port in ports.items():
        try:
            address = free_address(host, port)
        except HostError as error:
            raise SettingsError(f"HOST={host!r}: {error}") from error
        except PortError as error:
            faults[name] = error
    if faults:
        raise SettingsError(faults_to_message(faults, ports, command))
    return Places(address, ports)


def _variable_to_port(name: str) -> int:
    """Read the port that a service shall have. Raises `SettingsError`."""
    variable = SERVICES[name].port_variable
    text = os.environ.get(variable, str(SERVICES[name].port))
    if not text.isdecimal() or not 0 < int(text) < MOST_PORTS:
        raise SettingsError(f"{variable}={text!r} is not a port number")
    return int(text)


def _moved(name: str, port: int) -> str:
    """Write what a person types to put a service on a port."""
    return f"{SERVICES[name].port_variable}={port}"


def free_address(host: str, port: int) -> str:
    """Find the IP address of a host if the port is free there and wherever `localhost` leads.

    Raises `HostError`, `PortError`.
    """
    address = host_to_address(host, port)
    near = address_to_near(address)
    for place in LOCALHOST if near in LOCALHOST else (near,):
        if _answers(place, port):
            raise TakenError(f"another program listens on {address_to_netloc(place, port)}")
    return address


def _answers(address: str, port: int) -> bool:
    """Tell whether somebody takes a connection there."""
    try:
        with socket.create_connection((address, port), timeout=1) as connection:
            # A port that the system gives to such a connection may be connected to itself.
            return bool(connection.getsockname() != connection.getpeername())
    except OSError:
        return False


def faults_to_message(
    faults: Mapping[str, PortError], ports: Mapping[str, int], command: str = MAKE_RUN
) -> str:
    """Say what is wrong with which ports, and what to type instead of `command`."""
    others: dict[str, int] = {}
    for name in faults:
        others[name] = _other_port(ports[name], {*ports.values(), *others.values()})
    moved = [_moved(name, port) for name, port in others.items()]
    instead = " ".join([*moved, command])
    if all(_is_ours(ports[name]) for name in faults):
        return (
            f"`{command}` is up already, on port {', '.join(str(ports[name]) for name in faults)}; "
            f"use it, stop it with Ctrl-C where it runs, or start a second one beside it: {instead}"
        )
    told = [
        f"port {ports[name]} for {name}{' is in use' if isinstance(error, TakenError) else ''}: "
        f"{error}"
        for name, error in faults.items()
    ]
    taken = any(isinstance(error, TakenError) for error in faults.values())
    told.append(f"{'stop that, or ' if taken else ''}choose another: {instead}")
    return "; ".join(told)


def _is_ours(port: int) -> bool:
    """Tell whether a service that `make run` has started listens there."""
    return any(address_to_start_id(place, port) for place in LOCALHOST)


def _other_port(port: int, avoided: Container[int]) -> int:
    """Find a port that is free and easy to remember."""
    low = port < ADMINISTRATORS_PORTS
    first = port + (OTHER_ADMINISTRATORS_PORT if low else OTHER_PORT)
    candidates: tuple[int, ...] = (*range(first, MOST_PORTS), *range(ADMINISTRATORS_PORTS, first))
    for other in candidates:
        if other not in avoided and not any(_answers(place, other) for place in LOCALHOST):
            return other
    raise SettingsError("no port is free")
