"""Where `make run` puts the services, and what it says where it cannot."""

import re
import socket

import pytest
from networks import listening, needs_ipv6

from deploy.ports import environment_to_places
from deploy.services import SERVICES
from music_genre.webapi.settings import SettingsError
from tools.processes import free_port


@pytest.fixture(autouse=True)
def ports(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Set free ports and no host, and give a listener little time to say who it is."""
    monkeypatch.setattr("deploy.ready.ANSWER_WITHIN_S", 0.1)
    monkeypatch.delenv("HOST", raising=False)
    free = {service.port_variable: free_port() for service in SERVICES.values()}
    for variable, port in free.items():
        monkeypatch.setenv(variable, str(port))
    return free


def refusal() -> str:
    """Return what is said instead of a start."""
    with pytest.raises(SettingsError) as raised:
        environment_to_places()
    return str(raised.value)


@pytest.mark.parametrize(
    ("host", "address", "url"),
    [
        (None, "127.0.0.1", "http://127.0.0.1:"),
        ("0.0.0.0", "0.0.0.0", "http://127.0.0.1:"),
        ("localhost", "127.0.0.1", "http://127.0.0.1:"),
        pytest.param("::1", "::1", "http://[::1]:", marks=needs_ipv6),
        pytest.param("::", "::", "http://[::1]:", marks=needs_ipv6),
    ],
)
def test_places(
    host: str | None,
    address: str,
    url: str,
    ports: dict[str, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The services listen where they are told to, and reach each other there."""
    if host:
        monkeypatch.setenv("HOST", host)

    places = environment_to_places()

    assert address == places.address
    assert f"{url}{ports['PORT_SVM']}" == places.url("svm_service")


@pytest.mark.parametrize(
    ("host", "fault"),
    [
        ("300.1.1.1", "not an address to listen on"),
        ("", "not an address to listen on"),
        ("192.0.2.1", "this machine has no such address"),
    ],
)
def test_host_that_is_none(host: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that cannot be is refused by name and value, and no port is blamed."""
    monkeypatch.setenv("HOST", host)

    told = refusal()

    assert f"HOST={host!r}: {fault}" in told
    assert "in use" not in told


@pytest.mark.parametrize("value", ["many", "0", "65536", "-1", ""])
def test_port_that_is_none(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that is none is refused by name and value."""
    monkeypatch.setenv("PORT_VGG19", value)

    assert f"PORT_VGG19={value!r} is not a port number" == refusal()


def test_two_services_on_one_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two services on one port are refused, also where one of them has its port by default."""
    monkeypatch.setenv("PORT_SVM", "5000")
    monkeypatch.delenv("PORT_FRONTEND")

    assert "PORT_SVM=5000 and PORT_FRONTEND=5000 are the same port" in refusal()


@pytest.mark.parametrize("host", [None, "0.0.0.0"])
@pytest.mark.parametrize("address", ["127.0.0.1", pytest.param("::1", marks=needs_ipv6)])
def test_taken_port(host: str | None, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program on either address of `localhost` is told with what to type instead."""
    if host:
        monkeypatch.setenv("HOST", host)
    with listening(address) as port:
        monkeypatch.setenv("PORT_FRONTEND", str(port))

        told = refusal()

    assert f"port {port} for frontend is in use: another program listens on " in told
    assert f":{port}; stop that, or choose another: PORT_FRONTEND=" in told
    assert address == "127.0.0.1" or f"[::1]:{port}" in told


def test_all_taken_ports_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two ports in use need one more try, not two; what is proposed is free."""
    with listening("127.0.0.1") as first, listening("127.0.0.1") as second:
        monkeypatch.setenv("PORT_SVM", str(first))
        monkeypatch.setenv("PORT_FRONTEND", str(second))

        told = refusal()

    proposed = re.search(r"PORT_SVM=(\d+) PORT_FRONTEND=(\d+) make run$", told)
    assert proposed
    for variable, port in zip(("PORT_SVM", "PORT_FRONTEND"), proposed.groups(), strict=True):
        monkeypatch.setenv(variable, port)
    assert proposed[1] == str(environment_to_places().ports["svm_service"])


def test_proposal_is_nobody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The port that is proposed is not the one of another service."""
    with listening("127.0.0.1") as port:
        monkeypatch.setenv("PORT_FRONTEND", str(port))
        monkeypatch.setenv("PORT_BEAT", str(port + 50))

        assert f"PORT_FRONTEND={port + 50} " not in refusal()


def test_port_of_administrators(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that the system keeps is not called in use."""

    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    for number, service in enumerate(SERVICES.values(), start=80):
        monkeypatch.setenv(service.port_variable, str(number))
    monkeypatch.setattr(socket.socket, "bind", refuse)

    told = refusal()

    assert "port 80 for svm_service: ports below 1024 are for administrators" in told
    assert "administrators; choose another: PORT_SVM=80" in told
    assert "in use" not in told
