"""What Docker is told of a container: whether its service answers 200."""

import socket
import sys
from pathlib import Path

import pytest
from fake_services import FakeService, fake_service, talking_socket
from networks import answering

from deploy import healthcheck
from tools.processes import ended_python, free_port

SCRIPT = Path(healthcheck.__file__)


def ask(port: int | str, path: str = "/readyz") -> int:
    """Run the check as a container does; return its exit status."""
    ended = ended_python(["-IS", str(SCRIPT), path], PORT=str(port))
    assert "Traceback" not in ended.stderr
    return ended.returncode


def port_of(service: FakeService | str) -> str:
    """Return the port of an address."""
    url = service if isinstance(service, str) else service.url
    return url.rpartition(":")[2]


def test_service_that_answers() -> None:
    """A 200 is health, and the script needs none of our packages for it."""
    with answering("127.0.0.1", {}) as port:
        assert 0 == ask(port)


@pytest.mark.parametrize("status", [404, 500, 503])
def test_other_statuses(status: int) -> None:
    """A service that is not ready is not healthy."""
    with fake_service(ready_status=status) as service:
        assert 1 == ask(port_of(service))


@pytest.mark.parametrize(
    "said", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1\r\n", b"200\r\n", b"HTTP/1.1 2000 OK\r\n"]
)
def test_answer_that_is_none(said: bytes) -> None:
    """Another protocol, half a line and no word at all are no 200."""
    with talking_socket(said) as url:
        assert 1 == ask(port_of(url))


def test_path_that_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The path is the one of the command line."""
    with fake_service() as service:
        monkeypatch.setenv("PORT", port_of(service))
        monkeypatch.setattr(sys, "argv", ["healthcheck.py", "/beats/a/audio"])

        assert 0 == healthcheck.main()

    assert "/beats/a/audio" == service.asked[0][0]


def test_nobody_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused connection is told in words, for `docker inspect`."""
    monkeypatch.setenv("PORT", str(free_port()))
    monkeypatch.setattr(sys, "argv", ["healthcheck.py", "/readyz"])

    with pytest.raises(SystemExit, match=r"no answer: .*refused"):
        healthcheck.main()


def test_service_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who takes a connection and says nothing is given up."""
    monkeypatch.setattr(healthcheck, "TIMEOUT_S", 0.1)
    monkeypatch.setattr(sys, "argv", ["healthcheck.py", "/readyz"])
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("PORT", str(silent.getsockname()[1]))

        with pytest.raises(SystemExit, match="no answer: timed out"):
            healthcheck.main()
