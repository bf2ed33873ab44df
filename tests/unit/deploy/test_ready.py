"""Who answers where `make run` has put a service."""

import http.client
import socket
import threading
from typing import Any

import pytest
from networks import answering, needs_ipv6

from deploy.ready import address_to_start_id, is_ready, ready_url, say_when_ready
from music_genre.webapi.start_id import start_id_to_headers
from tools.processes import free_port

OURS = start_id_to_headers("ours")


def test_our_service_is_known_again() -> None:
    """A service that sends our id back is ready."""
    with answering("127.0.0.1", OURS) as port:
        assert is_ready("127.0.0.1", port, "ours")
        assert "ours" == address_to_start_id("127.0.0.1", port)


@pytest.mark.parametrize("headers", [{}, start_id_to_headers("another start")])
def test_another_program_is_not_taken_for_ours(headers: dict[str, str]) -> None:
    """Who answers 200 at `/readyz` without our id is somebody else."""
    with answering("127.0.0.1", headers) as port:
        assert not is_ready("127.0.0.1", port, "ours")


def test_nobody() -> None:
    """A port without a listener is not ready, and has no id."""
    port = free_port()

    assert not is_ready("127.0.0.1", port, "ours")
    assert address_to_start_id("127.0.0.1", port) is None


def test_no_proxy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with a proxy asks its own services without it."""
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")

    with answering("127.0.0.1", OURS) as port:
        assert is_ready("127.0.0.1", port, "ours")


def lead_localhost(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let `localhost` lead to these addresses in this order, whatever this machine says of it."""
    resolve = socket.getaddrinfo

    def led(host: str, *arguments: Any, **options: Any) -> list[Any]:
        hosts = addresses if host == "localhost" else [host]
        return [entry for name in hosts for entry in resolve(name, *arguments, **options)]

    monkeypatch.setattr(socket, "getaddrinfo", led)


@pytest.fixture
def localhost_is_ipv6_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `localhost` lead to `::1` first, as on most machines."""
    lead_localhost(monkeypatch, "::1", "127.0.0.1")


@needs_ipv6
@pytest.mark.usefixtures("localhost_is_ipv6_first")
def test_localhost_that_leads_to_us() -> None:
    """Where nobody is in the way, the address to open is `localhost`."""
    with answering("127.0.0.1", OURS) as port:
        assert f"http://localhost:{port}" == ready_url("127.0.0.1", port, "ours")


@needs_ipv6
@pytest.mark.usefixtures("localhost_is_ipv6_first")
def test_localhost_that_leads_to_another_program() -> None:
    """Where a browser would find another program, the address is the number that we bound."""
    with answering("::1", {}) as port, answering("127.0.0.1", OURS, port):
        assert f"http://127.0.0.1:{port}" == ready_url("127.0.0.1", port, "ours")


@needs_ipv6
def test_address_of_ipv6(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that only `::1` reaches is announced in brackets."""
    lead_localhost(monkeypatch, "127.0.0.1")
    with answering("::1", OURS) as port, answering("127.0.0.1", {}, port):
        assert f"http://[::1]:{port}" == ready_url("::1", port, "ours")


def test_both_are_announced(capsys: pytest.CaptureFixture[str]) -> None:
    """The page is announced with what ends it, then the beat service."""
    with answering("127.0.0.1", OURS) as page, answering("127.0.0.1", OURS) as beats:
        ports = {"frontend": page, "beat_service": beats}
        say_when_ready("127.0.0.1", ports, "ours", threading.Event())

    told = capsys.readouterr().out.split("\n\n")
    assert f"Ready. Open http://localhost:{page} — Ctrl-C stops everything." == told[0].strip()
    assert f"The beat service is ready too: http://localhost:{beats}/analyze" == told[1].strip()


def test_nothing_is_announced_of_another_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A page that another program shows is never called ours, and the wait has an end."""
    monkeypatch.setattr("deploy.ready.READY_WITHIN_S", 0)

    with answering("127.0.0.1", {}) as port:
        ports = {"frontend": port, "beat_service": port}
        say_when_ready("127.0.0.1", ports, "ours", threading.Event())

    assert "frontend is not ready after 0 s." == capsys.readouterr().out.strip()


def test_answer_that_is_not_http(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that speaks something else is not ready."""

    def babble(*_arguments: object) -> None:
        raise http.client.BadStatusLine("SSH-2.0-OpenSSH")

    monkeypatch.setattr(http.client.HTTPConnection, "getresponse", babble)

    with answering("127.0.0.1", OURS) as port:
        assert not is_ready("127.0.0.1", port, "ours")
