"""A service alone listens where it is told, or says in one line why it cannot."""

from pathlib import Path

import pytest
import requests
from networks import listening, needs_ipv6

from tools.processes import ended_python, free_port, running_process, wait_until_ready

FLASK, FASTAPI = "svm_service", "beat_service"


def beats_of(folder: Path) -> str:
    """Return the address of a database that is not the checkout's."""
    return f"sqlite:///{folder / 'beats.db'}"


@pytest.mark.parametrize(
    ("service", "host", "reached"),
    [
        (FLASK, "localhost", ["127.0.0.1"]),
        pytest.param(FLASK, "::1", ["[::1]"], marks=needs_ipv6),
        pytest.param(FLASK, "::", ["[::1]", "127.0.0.1"], marks=needs_ipv6),
        pytest.param(FASTAPI, "::", ["[::1]", "127.0.0.1"], marks=needs_ipv6),
    ],
)
def test_host(service: str, host: str, reached: list[str], tmp_path: Path) -> None:
    """Names and both families work; under each server, `::` is reached by IPv4 too."""
    port, log = free_port(), tmp_path / "log"
    settings = {"HOST": host, "PORT": str(port), "DATABASE_URL": beats_of(tmp_path)}
    with running_process(service, log, **settings) as process:
        wait_until_ready(f"http://{reached[0]}:{port}", process, log)
        statuses = [
            requests.get(f"http://{address}:{port}/livez", timeout=5).status_code
            for address in reached
        ]

    assert [200] * len(reached) == statuses


@pytest.mark.parametrize("service", [FLASK, FASTAPI])
@pytest.mark.parametrize(
    ("host", "fault"),
    [
        ("300.1.1.1", "not an address to listen on; give an IP address of this machine"),
        ("192.0.2.1", "this machine has no such address"),
    ],
)
def test_host_that_is_none(service: str, host: str, fault: str, tmp_path: Path) -> None:
    """A host that cannot be is one line with its name and value."""
    told = refusal(service, tmp_path, HOST=host, PORT=str(free_port()))

    assert told.startswith(f"cannot start: HOST={host!r}: {fault}")
    assert 1 == told.count("\n")


@pytest.mark.parametrize("service", [FLASK, FASTAPI])
def test_taken_port(service: str, tmp_path: Path) -> None:
    """A port in use is one line that says where, at once."""
    with listening("127.0.0.1") as port:
        told = refusal(service, tmp_path, PORT=str(port))

    assert f"cannot start: PORT={port}: another program listens on 127.0.0.1:{port}\n" == told


def refusal(service: str, folder: Path, **settings: str) -> str:
    """Return what a service says when it does not start."""
    done = ended_python(["-m", service], DATABASE_URL=beats_of(folder), **settings)
    assert 1 == done.returncode
    return done.stderr
