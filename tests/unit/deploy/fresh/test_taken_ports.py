"""Programs that hold our ports and report whoever comes."""

import errno
import socket
import time
from pathlib import Path

import pytest
from networks import needs_ipv6

from deploy.fresh.taken_ports import RUBBISH, report, taken
from tools.processes import ROOT, free_port, running_python


def close(listeners: list[socket.socket]) -> None:
    """Give the ports back."""
    for listener in listeners:
        listener.close()


def test_port_is_taken_everywhere() -> None:
    """Nobody else can listen on the port, on the loopback address or on all."""
    port = free_port()
    listeners = taken(port)

    try:
        for address in ("127.0.0.1", "0.0.0.0"):
            with pytest.raises(OSError, match="in use"):
                socket.create_server((address, port))
    finally:
        close(listeners)


@needs_ipv6
def test_port_is_taken_on_ipv6_too() -> None:
    """Both families of addresses have a listener of their own."""
    listeners = taken(free_port())

    families = [listener.family for listener in listeners]
    close(listeners)
    assert [socket.AF_INET, socket.AF_INET6] == families


def test_machine_without_ipv6(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where there is no IPv6, the other family is enough."""
    real_bind = socket.socket.bind

    def bind(self: socket.socket, address: tuple[str, int]) -> None:
        if self.family == socket.AF_INET6:
            self.close()
            raise OSError(errno.EADDRNOTAVAIL, "Cannot assign requested address")
        real_bind(self, address)

    monkeypatch.setattr(socket.socket, "bind", bind)

    listeners = taken(free_port())

    close(listeners)
    assert 1 == len(listeners)
    assert "no IPv6 here" in capsys.readouterr().err


def test_port_of_somebody_else() -> None:
    """A port that is held already cannot be taken, and that is no secret."""
    listeners = taken(free_port())
    port = listeners[0].getsockname()[1]

    with pytest.raises(OSError, match="in use"):
        taken(port)
    close(listeners)


def test_report_of_a_guest(capsys: pytest.CaptureFixture[str]) -> None:
    """What was asked is printed, and the answer is nothing that anybody knows."""
    (listener, *others) = taken(free_port())
    port = listener.getsockname()[1]
    with socket.create_connection(("127.0.0.1", port)) as guest:
        guest.sendall(b"GET / HTTP/1.0\r\n\r\n")
        report(listener)
        assert RUBBISH == guest.recv(200)

    close([listener, *others])
    assert f"port {port} was asked b'GET / HTTP/1.0" in capsys.readouterr().out


def test_guest_who_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Who only connects and goes has been there all the same."""
    (listener, *others) = taken(free_port())
    socket.create_connection(listener.getsockname()).close()

    report(listener)

    port = listener.getsockname()[1]
    close([listener, *others])
    assert f"port {port} was asked b''\n" == capsys.readouterr().out


def test_as_a_program(tmp_path: Path) -> None:
    """The ports of the command line are held until the end; each guest leaves a line."""
    ports, log = (free_port(), free_port()), tmp_path / "log"
    command = ["-m", "deploy.fresh.taken_ports", *map(str, ports)]

    with running_python(command, ROOT, log) as process:
        while process.poll() is None and "listening" not in log.read_text():
            time.sleep(0.01)
        for port in ports:
            with socket.create_connection(("127.0.0.1", port)) as guest:
                guest.sendall(b"hello")
                assert RUBBISH == guest.recv(200)
        while process.poll() is None and log.read_text().count("was asked") < len(ports):
            time.sleep(0.01)

    lines = [line for line in log.read_text().splitlines() if line.startswith("port ")]
    assert [f"port {port} was asked b'hello'" for port in ports] == lines
