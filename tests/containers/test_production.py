"""`deploy/compose.production.yml`: one way in, with limits and headers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from containers.engine import docker

from music_genre.webapi.settings import ServiceSettings
from tools.processes import free_port
from tools.signals import song, to_file

ROOT = Path(__file__).parents[2]
COMPOSE = (
    *("compose", "-p", "genre-production", "-f", str(ROOT / "docker-compose.yml")),
    *("-f", str(ROOT / "deploy" / "compose.production.yml")),
)
REQUESTS_PER_10_S = 50
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Return the address of the front door."""
    port = str(free_port())
    settings = {"HTTP_PORT": port, "REQUESTS_PER_10_S": str(REQUESTS_PER_10_S)}
    try:
        docker(*COMPOSE, "up", "--detach", "--wait", **settings)
        yield f"http://127.0.0.1:{port}"
    finally:
        docker(*COMPOSE, "down", **settings)


def test_a_song_through_the_front_door(url: str) -> None:
    """A song is answered, and the answer carries the headers of the front end and the door."""
    response = requests.post(f"{url}/api/predict", files={"file": to_file(song(3))}, timeout=60)

    assert response.json()["svm"]["nearest"]
    assert response.json()["vgg19"]["nearest"]
    assert {"content-security-policy", "x-content-type-options", "permissions-policy"} <= {
        name.lower() for name in response.headers
    }
    assert "server" not in response.headers


@pytest.mark.parametrize("port", [5000, 5001, 5002, 8000])
def test_no_other_way_in(url: str, port: int) -> None:
    """The services themselves are not reached from outside."""
    assert requests.get(f"{url}/livez", timeout=5).ok
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{port}/livez", timeout=5)


def test_too_much_is_refused_at_the_door(url: str) -> None:
    """A body over the limit is refused before anybody reads it."""
    most: int = ServiceSettings.model_fields["max_upload_bytes"].default
    body = bytes(most + 2 * MEGABYTE)
    response = requests.post(
        f"{url}/api/predict", data=body, headers={"Content-Type": "audio/wav"}, timeout=30
    )

    assert 413 == response.status_code


def test_too_many_requests_are_refused(url: str) -> None:
    """An address that asks too often is told so."""
    statuses = {
        requests.get(f"{url}/livez", timeout=5).status_code for _ in range(2 * REQUESTS_PER_10_S)
    }

    assert {200, 429} == statuses
