"""What may be called a host, and why one cannot listen somewhere."""

import errno
import os
import socket

import pytest
from networks import listening, needs_ipv6

from music_genre.webapi.addresses import (
    HostError,
    PortError,
    TakenError,
    address_to_near,
    address_to_netloc,
    host_to_address,
    is_host,
    is_loopback,
    is_own_name,
    is_within,
    text_to_address,
    text_to_networks,
)
from tools.processes import free_port


@pytest.mark.parametrize(
    "text", ["127.0.0.1", "0.0.0.0", "::1", "::", "localhost", "svm_service", "a.example", "3com"]
)
def test_hosts(text: str) -> None:
    """IP addresses of both families are hosts, and so is whatever may be a name."""
    assert is_host(text)


@pytest.mark.parametrize(
    "text",
    ["300.1.1.1", "127.1", "1", "", " ", "[::1]", "a b", "a..b", ":::1", "fe80::1%eth0", "x" * 64],
)
def test_what_is_no_host(text: str) -> None:
    """Numbers that are no address are no name either, and brackets belong to URLs."""
    assert not is_host(text)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "127.0.0.1"),
        ("0.0.0.0", "0.0.0.0"),
        pytest.param("::1", "::1", marks=needs_ipv6),
        pytest.param("::", "::", marks=needs_ipv6),
    ],
)
def test_address_of_a_host(host: str, address: str) -> None:
    """A name becomes the number that its servers bind, of IPv4 where it has one."""
    assert address == host_to_address(host, free_port())


@pytest.mark.parametrize(
    ("host", "is_own"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.1", False),
        ("no-such-name.invalid", False),
    ],
)
def test_loopback(host: str, is_own: bool) -> None:
    """What is reached from this machine alone is told from what others may reach."""
    assert is_own == is_loopback(host)


def test_address_of_another_machine() -> None:
    """An address that this machine has not is the host's fault, not the port's."""
    with pytest.raises(HostError, match="this machine has no such address"):
        host_to_address("192.0.2.1", free_port())


def test_unknown_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name without an address is told as that."""

    def nobody(*_arguments: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)

    with pytest.raises(HostError, match="this machine knows no such name"):
        host_to_address("nowhere", 5000)


@pytest.mark.parametrize("address", ["127.0.0.1", pytest.param("::1", marks=needs_ipv6)])
def test_taken_port(address: str) -> None:
    """A port on which somebody listens is taken, and the message says where."""
    with listening(address) as port, pytest.raises(TakenError) as raised:
        host_to_address(address, port)

    assert f"another program listens on {address_to_netloc(address, port)}" == str(raised.value)


@pytest.mark.parametrize(
    ("code", "port", "kind", "message"),
    [
        (errno.EACCES, 80, PortError, "ports below 1024 are for administrators"),
        (errno.EACCES, 5000, PortError, "this system does not allow it"),
        (errno.EAFNOSUPPORT, 5000, HostError, "this machine has no such address"),
        (errno.ENOBUFS, 5000, HostError, f"nobody can listen there: {os.strerror(errno.ENOBUFS)}"),
    ],
)
def test_other_reasons(
    code: int, port: int, kind: type[Exception], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the system refuses for another reason is never called taken."""

    def refuse(*_arguments: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(socket.socket, "bind", refuse)

    with pytest.raises(kind) as raised:
        host_to_address("127.0.0.1", port)

    assert message == str(raised.value)
    assert not isinstance(raised.value, TakenError)


@pytest.mark.parametrize(
    ("address", "near", "netloc"),
    [
        ("0.0.0.0", "127.0.0.1", "127.0.0.1:5000"),
        ("::", "::1", "[::1]:5000"),
        ("192.0.2.1", "192.0.2.1", "192.0.2.1:5000"),
    ],
)
def test_where_it_is_reached(address: str, near: str, netloc: str) -> None:
    """Who listens everywhere is reached at the loopback address; IPv6 has brackets in a URL."""
    assert near == address_to_near(address)
    assert netloc == address_to_netloc(near, 5000)


@pytest.mark.parametrize(
    ("text", "networks"),
    [
        ("", []),
        ("127.0.0.1, ::1", ["127.0.0.1/32", "::1/128"]),
        ("10.1.2.3/8", ["10.0.0.0/8"]),
        ("10.0.0.1,*", ["0.0.0.0/0", "::/0"]),
    ],
)
def test_networks(text: str, networks: list[str]) -> None:
    """Addresses and networks are listed with commas; an asterisk is everybody."""
    assert networks == [str(network) for network in text_to_networks(text)]


@pytest.mark.parametrize("text", ["proxy", "10.0.0.0/33", "127.0.0.1;::1"])
def test_what_is_no_network(text: str) -> None:
    """Names are not looked up: they could change."""
    with pytest.raises(ValueError, match="does not appear to be"):
        text_to_networks(text)


@pytest.mark.parametrize(
    ("text", "is_inside"),
    [
        ("10.1.2.3", True),
        ("::ffff:10.1.2.3", True),
        ("11.0.0.1", False),
        ("::2", False),
        ("x", False),
    ],
)
def test_within_networks(text: str, is_inside: bool) -> None:
    """An address of IPv4 that is written as one of IPv6 is the same; what is none is nowhere."""
    assert is_inside == is_within(text, text_to_networks("10.0.0.0/8,::1"))


def test_text_to_address() -> None:
    """What is no address is None."""
    assert "10.0.0.1" == str(text_to_address("::ffff:10.0.0.1"))
    assert text_to_address("unix:") is None


@pytest.mark.parametrize("host", ["localhost.:80", "a.localhost", "127.1.1.1:9"])
def test_own_names(host: str) -> None:
    """Names under `localhost` are this machine (RFC 6761), and so is all of the loopback net."""
    assert is_own_name(host)
    assert is_own_name("[::1]:80")
    assert not is_own_name("localhost.example")
