"""The running containers of `make up`: who they run as, what they may, what they weigh."""

import json
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from containers.engine import docker
from live.faults.traffic import traffic

from benchmarks.memory import pid_to_memory
from tools.processes import ROOT, Services, free_port
from tools.signals import song, to_file

CONTAINERS = {
    "svm_service": ("devops-app/svm-service:latest", 5001),
    "vgg_service": ("devops-app/vgg19-service:latest", 5002),
    "beat_service": ("devops-app/beat-service:latest", 8000),
    "frontend": ("devops-app/frontend:latest", 5000),
}
IMAGES = [image for image, _ in CONTAINERS.values()]
MEMORY_MB = {"svm_service": 320, "vgg_service": 400, "beat_service": 500, "frontend": 120}
LOCKED_DOWN = (
    *("--read-only", "--tmpfs", "/tmp"),  # noqa: S108  # a path in the container
    *("--cap-drop", "ALL", "--security-opt", "no-new-privileges"),
)
NOT_IN_PRODUCTION = r"""
for command in gcc cc g++ make; do command -v $command && echo "compiler $command"; done
for package in tensorflow keras torch skl2onnx tf2onnx pytest xmlrunner $FORBIDDEN; do
  python -c "import importlib.util as u; exit(u.find_spec('$package') is None)" && echo $package
done
find /app /venv -name 'test_*.py' -o -name tests -type d
touch /app/written /venv/written 2>/dev/null && echo "may write"
true
"""
# The beat service's analysis is librosa's, which brings these along.
LIBROSA = "sklearn librosa numba"
STOP_WITHIN_S = 10  # [s]: after that the engine kills
CLIENTS = 2
BACK_WITHIN_S = 20.0  # five on a machine that has nothing else to do (docs/reliability.md)
READY_WITHIN_S = 120.0  # only so that nothing hangs for ever; `make bench` holds the beats to 6 s


def inspected(kind: str, name: str) -> dict[str, Any]:
    """Return what the engine knows of an image or a container."""
    found: list[dict[str, Any]] = json.loads(docker(kind, "inspect", name))
    return found[0]


@pytest.fixture
def vgg19_alone() -> Iterator[tuple[str, str]]:
    """Run a container by plain `docker run`, locked down; return its address and name."""
    port = free_port()
    image, inner_port = CONTAINERS["vgg_service"]
    publish = f"127.0.0.1:{port}:{inner_port}"
    name = docker("run", "--detach", "--publish", publish, *LOCKED_DOWN, image)
    try:
        deadline = time.monotonic() + READY_WITHIN_S
        while inspected("container", name)["State"]["Health"]["Status"] != "healthy":
            assert time.monotonic() < deadline, docker("logs", name)
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}", name
    finally:
        docker("rm", "--force", name)


@pytest.mark.parametrize("container", CONTAINERS)
def test_container(container: str) -> None:
    """A container is healthy, on its port, not root, read-only, without rights, with limits."""
    image, port = CONTAINERS[container]
    found = inspected("container", container)
    host = found["HostConfig"]

    assert "healthy" == found["State"]["Health"]["Status"]
    assert image == found["Config"]["Image"]
    assert str(port) == host["PortBindings"][f"{port}/tcp"][0]["HostPort"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", found["Config"]["User"])
    assert host["ReadonlyRootfs"]
    assert ["ALL"] == host["CapDrop"]
    assert ["no-new-privileges:true"] == host["SecurityOpt"]
    assert host["Memory"] > 0
    assert host["PidsLimit"] > 0
    assert "unless-stopped" == host["RestartPolicy"]["Name"]
    assert {"max-size", "max-file"} <= host["LogConfig"]["Config"].keys()


@pytest.mark.parametrize("image", IMAGES)
def test_image_says_what_it_is(image: str) -> None:
    """An image has the standard labels, a health check, and a user by number."""
    config = inspected("image", image)["Config"]

    labels = {name.removeprefix("org.opencontainers.image.") for name in config["Labels"]}
    assert {"title", "description", "licenses", "version", "revision"} <= labels
    assert "/app/healthcheck.py" in config["Healthcheck"]["Test"]
    assert "10001:10001" == config["User"]


@pytest.mark.parametrize("image", IMAGES)
def test_nothing_that_does_not_run(image: str) -> None:
    """No compiler, no training library, no test, and nothing that the user may write."""
    forbidden = f"FORBIDDEN={'' if 'beat' in image else LIBROSA}"
    run = ("run", "--rm", "--env", forbidden, *LOCKED_DOWN)
    assert "" == docker(*run, image, "sh", "-c", NOT_IN_PRODUCTION)


def test_nothing_is_compiled_at_the_start() -> None:
    """A locked-down container of the beat service has all that numba compiles with it."""
    image, _ = CONTAINERS["beat_service"]
    deadline = time.monotonic() + READY_WITHIN_S
    name = docker("run", "--detach", *LOCKED_DOWN, image)
    try:
        while inspected("container", name)["State"]["Health"]["Status"] != "healthy":
            assert time.monotonic() < deadline, docker("logs", name)
            time.sleep(0.2)
        compiled = "find /tmp/numba -name '*.nbc' | sort | xargs -n 1 basename"
        shipped = "find /app/numba_cache -name '*.nbc' | sort | xargs -n 1 basename"
        inside = ("exec", name, "sh", "-c")
        assert docker(*inside, shipped) == docker(*inside, compiled)
    finally:
        docker("rm", "--force", "--volumes", name)


def test_beats_outlive_their_container(services: Services) -> None:
    """A beat that was added is there when the container was removed and made anew."""
    form = {"title": "Outlives", "style": "House", "licence": "CC0-1.0", "author": "Test"}
    files = {"file": to_file(song(8, bpm=120))}
    secret = os.environ["SERVICES_TOKEN"]  # by `make test-containers`
    token = {"Authorization": f"Bearer {secret}"}
    added = requests.post(
        f"{services.beat}/beats", data=form, files=files, headers=token, timeout=30
    )
    url = services.beat + added.headers["Location"]
    try:
        docker("compose", "rm", "--stop", "--force", "beat_service")
        docker("compose", "up", "--detach", "--wait", "beat_service", ADMIN_TOKEN=secret)
        assert 200 == requests.get(url, timeout=10).status_code
    finally:
        assert 204 == requests.delete(url, headers=token, timeout=10).status_code


@pytest.mark.parametrize("container", CONTAINERS)
def test_memory_is_within_budget(container: str) -> None:
    """After the songs of the other tests a service keeps to its budget of resident memory."""
    memory = pid_to_memory(inspected("container", container)["State"]["Pid"])

    assert memory.alone_mb <= MEMORY_MB[container]


def test_request_in_flight_is_finished(vgg19_alone: tuple[str, str]) -> None:
    """A container answers what it has begun and ends by itself before the engine kills it."""
    url, name = vgg19_alone
    long_song = to_file(song(400, 8_000), 8_000)
    statuses: list[int] = []

    def ask() -> None:
        answer = requests.post(f"{url}/v1/predict", files={"file": long_song}, timeout=30)
        statuses.append(answer.status_code)

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(0.3)
    docker("stop", "--time", str(STOP_WITHIN_S), name)
    asking.join()

    assert [200] == statuses
    assert 0 == inspected("container", name)["State"]["ExitCode"]


@pytest.mark.data
def test_a_real_song_at_the_front_door(services: Services, gtzan_dir: Path) -> None:
    """A real song posted to the front end is answered by both models."""
    song_file = gtzan_dir / "audio" / "hiphop.00017.flac"
    with song_file.open("rb") as opened:
        body = requests.post(
            f"{services.frontend}/api/predict", files={"file": opened}, timeout=60
        ).json()

    assert ("hiphop", "hiphop") == (body["svm"]["genre"], body["vgg19"]["genre"])
    assert body["agreement"] is True


@pytest.mark.parametrize("container", CONTAINERS)
def test_killed_container(
    services: Services, container: str, record_property: Callable[[str, object], None]
) -> None:
    """A killed service costs what it had in flight, and the engine starts it again."""
    image, port = CONTAINERS[container]
    before = inspected("container", container)
    one_song = (ROOT / "data" / "sample.wav").read_bytes()
    with traffic(services.frontend, one_song, CLIENTS) as counted:
        killed_at = time.monotonic()
        kill(image, before["State"]["Pid"])
        while not is_ready(port) or counts_of(container) == before["RestartCount"]:
            assert time.monotonic() - killed_at < READY_WITHIN_S, docker("logs", container)
            time.sleep(0.05)
        back_s = time.monotonic() - killed_at
        faults = len(counted.faults)
        assert "" == counted.ask()
    found = f"back after {back_s:.1f} s, {faults} songs without its answer"
    record_property("fault", (f"kill −9 of {container} in compose", found, "5 s"))
    assert back_s < BACK_WITHIN_S


def kill(image: str, pid: int) -> None:
    """Kill a process of the engine's machine, which need not be this one."""
    program = f"import os; os.kill({pid}, 9)"
    as_root = ("run", "--rm", "--pid", "host", "--user", "0", "--entrypoint", "python")
    docker(*as_root, image, "-c", program)


def counts_of(container: str) -> int:
    """Count how often the engine has started a container again."""
    return int(inspected("container", container)["RestartCount"])


def is_ready(port: int) -> bool:
    """Ask a service whether it can work."""
    try:
        return requests.get(f"http://127.0.0.1:{port}/readyz", timeout=1).ok
    except requests.RequestException:
        return False
