"""`deploy/stack.yml` on a cluster of one node: updates, kills and a broken release under traffic.

Prints how many songs were answered in each phase and how many were not.
"""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from containers.engine import docker
from live.faults.traffic import Traffic, traffic

from tools.processes import free_port
from tools.signals import song, to_file

STACK = Path(__file__).parents[2] / "deploy" / "stack.yml"
SONG = to_file(song(3))
CLIENTS = 3
READY_WITHIN_S = 120
SERVICES = {"svm_service": "svm-service", "vgg19_service": "vgg19-service", "frontend": "frontend"}
UPDATE = ("service", "update", "--no-resolve-image", "--detach")
BROKEN = "FROM {image}\nCMD sleep 600\n"
NEXT = "FROM {image}\nLABEL org.opencontainers.image.version=next\n"


def wait_until(what: str, condition: Callable[[], bool]) -> None:
    """Wait for it, or fail with what the cluster says."""
    deadline = time.monotonic() + READY_WITHIN_S
    while not condition():
        assert time.monotonic() < deadline, (
            f"{what}\n{docker('stack', 'ps', 'genre', '--no-trunc')}"
        )
        time.sleep(0.5)


def all_replicas_run() -> bool:
    """Tell whether each service has the replicas that it should have."""
    states = docker("service", "ls", "--format", "{{.Replicas}}").splitlines()
    return all(len(set(state.split()[0].split("/"))) == 1 for state in states)


def answers(url: str) -> bool:
    """Tell whether the front end, through the front door, says that all services are ready."""
    try:
        return requests.get(f"{url}/readyz", timeout=5).ok
    except requests.RequestException:
        return False


def a_container_of(service: str) -> str:
    """Return the name of one of its replicas."""
    label = f"label=com.docker.swarm.service.name=genre_{service}"
    return docker("ps", "--quiet", "--filter", label).splitlines()[0]


def update_state(service: str) -> str:
    """Return how far the last update is; empty before it begins."""
    described = json.loads(docker("service", "inspect", f"genre_{service}"))[0]
    return str(described.get("UpdateStatus", {}).get("State", ""))


def report(what: str, counted: Traffic) -> None:
    """Print one row of the proof."""
    print(f"\n{what}: {counted.answered} answered, {len(counted.faults)} failed", flush=True)
    for fault in counted.faults:
        print(f"  {fault}")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Deploy two replicas of everything and return the address of the front door."""
    port = str(free_port())
    docker("swarm", "init", "--advertise-addr", "127.0.0.1")
    try:
        for image in SERVICES.values():
            for tag, recipe in (("next", NEXT), ("broken", BROKEN)):
                given = recipe.format(image=f"devops-app/{image}:latest")
                docker("build", "--tag", f"devops-app/{image}:{tag}", "-", given=given)
        stack = ("stack", "deploy", "--resolve-image", "never", "-c", str(STACK), "genre")
        docker(*stack, HTTP_PORT=port, REQUESTS_PER_10_S="100000")
        address = f"http://127.0.0.1:{port}"
        wait_until("replicas", all_replicas_run)
        wait_until("ready", lambda: answers(address))
        yield address
    finally:
        docker("swarm", "leave", "--force")


@pytest.mark.parametrize("service", SERVICES)
def test_update_without_a_failed_request(url: str, service: str) -> None:
    """A new image replaces all replicas of a service, and no request fails."""
    image = f"devops-app/{SERVICES[service]}:next"
    with traffic(url, SONG, CLIENTS) as counted:
        docker(*UPDATE, "--image", image, f"genre_{service}")
        wait_until("update", lambda: update_state(service) == "completed")

    report(f"update of {service}", counted)
    assert counted.answered > CLIENTS
    assert [] == counted.faults


@pytest.mark.parametrize("service", SERVICES)
def test_killed_replica(url: str, service: str) -> None:
    """A killed replica costs at most what it had in flight, and is replaced."""
    with traffic(url, SONG, CLIENTS) as counted:
        time.sleep(1)
        docker("kill", a_container_of(service))
        time.sleep(5)
        wait_until("the killed replica is replaced", all_replicas_run)

    report(f"killed replica of {service}", counted)
    assert counted.answered > CLIENTS
    assert len(counted.faults) <= (CLIENTS if service == "frontend" else 0)


def test_broken_release_goes_back(url: str) -> None:
    """A release that never becomes healthy is taken back, and no request fails."""
    broken = ("--health-start-period", "1s", "--health-interval", "1s", "--health-retries", "2")
    with traffic(url, SONG, CLIENTS) as counted:
        docker(*UPDATE, *broken, "--image", "devops-app/frontend:broken", "genre_frontend")
        wait_until("rollback", lambda: update_state("frontend") == "rollback_completed")

    report("broken release", counted)
    assert [] == counted.faults
    assert answers(url)
