"""`deploy/compose.production.yml` and `compose.tls.yml`: one way in, limits, TLS, secrets."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from containers.engine import docker
from live.protection.certificates import make_certificates

from music_genre.webapi.settings import ServiceSettings
from tools.processes import free_port
from tools.signals import song, to_file

ROOT = Path(__file__).parents[2]
COMPOSE = (
    *("compose", "-p", "genre-production", "-f", str(ROOT / "docker-compose.yml")),
    *("-f", str(ROOT / "deploy" / "compose.production.yml")),
    *("-f", str(ROOT / "deploy" / "compose.tls.yml")),
)
TOKEN = "of this test"  # noqa: S105  # no secret
REQUESTS_PER_10_S = 50
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class FrontDoor:
    """Where it is, whom to believe about that, and the settings of compose."""

    url: str
    authority: str
    settings: dict[str, str]

    def ask(self, path: str, method: str = "GET", **sent: Any) -> requests.Response:
        """Ask by TLS."""
        url = self.url + path
        return requests.request(method, url, verify=self.authority, timeout=60, **sent)

    def run_inside(self, service: str, code: str) -> str:
        """Run Python in a container."""
        command = ("exec", "--no-TTY", service, "python", "-c", code)
        return docker(*COMPOSE, *command, **self.settings)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDoor]:
    """Start everything, with a certificate of a local authority and a token in a file."""
    folder: Path = tmp_path_factory.mktemp("secrets")
    certificates = make_certificates(folder)
    token = folder / "token"
    token.write_text(TOKEN)
    port = str(free_port())
    settings = {
        "HTTP_PORT": str(free_port()),
        "HTTPS_PORT": port,
        "REQUESTS_PER_10_S": str(REQUESTS_PER_10_S),
        "CERTIFICATE_FILE": str(certificates.server),
        "ADMIN_TOKEN_FILE": str(token),
    }
    try:
        docker(*COMPOSE, "up", "--detach", "--wait", **settings)
        yield FrontDoor(f"https://localhost:{port}", str(certificates.authority), settings)
    finally:
        docker(*COMPOSE, "down", "--volumes", **settings)


def test_a_song_through_the_front_door(door: FrontDoor) -> None:
    """A song is answered, and the answer carries the headers of the front end and the door."""
    response = door.ask("/api/predict", "POST", files={"file": to_file(song(3))})

    assert response.json()["svm"]["nearest"]
    assert response.json()["vgg19"]["nearest"]
    assert {"content-security-policy", "permissions-policy", "strict-transport-security"} <= {
        name.lower() for name in response.headers
    }
    assert "server" not in response.headers


@pytest.mark.parametrize("port", [5000, 5001, 5002, 8000])
def test_no_other_way_in(door: FrontDoor, port: int) -> None:
    """The services themselves are not reached from outside."""
    assert door.ask("/livez").ok
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{port}/livez", timeout=5)


@pytest.mark.parametrize("service", ["svm_service", "vgg19_service", "beat_service"])
def test_no_way_out(door: FrontDoor, service: str) -> None:
    """What is behind the front end reaches nothing outside, and needs nothing of it."""
    route = "import pathlib; print(pathlib.Path('/proc/net/route').read_text())"
    lines = door.run_inside(service, route).splitlines()[1:]

    destinations = [line.split()[1] for line in lines if line.strip()]
    assert destinations
    assert "00000000" not in destinations  # no default route


def test_token_in_a_file(door: FrontDoor) -> None:
    """The beat service has the token by a secret, and no container has it in its environment."""
    ask = """
import sys, urllib.error, urllib.request
def delete(**headers):
    url = "http://127.0.0.1:8000/beats/none"
    asked = urllib.request.Request(url, method="DELETE", headers=headers)
    try:
        urllib.request.urlopen(asked)
    except urllib.error.HTTPError as error:
        return error.code
print(delete(), delete(Authorization=f"Bearer {open('/run/secrets/admin_token').read()}"))
"""
    assert "401 404" == door.run_inside("beat_service", ask).strip()
    environment = "import os; print([v for k, v in os.environ.items() if k.startswith('ADMIN')])"
    told = door.run_inside("beat_service", environment).strip()
    assert "['/run/secrets/admin_token']" == told.replace("'', ", "").replace(", ''", "")


def test_too_much_is_refused_at_the_door(door: FrontDoor) -> None:
    """A body over the limit is refused before anybody reads it."""
    most: int = ServiceSettings.model_fields["max_upload_bytes"].default
    body = bytes(most + 2 * MEGABYTE)
    response = door.ask("/api/predict", "POST", data=body, headers={"Content-Type": "audio/wav"})

    assert 413 == response.status_code


def test_too_many_requests_are_refused(door: FrontDoor) -> None:
    """An address that asks too often is told so."""
    statuses = {door.ask("/livez").status_code for _ in range(2 * REQUESTS_PER_10_S)}

    assert {200, 429} == statuses
