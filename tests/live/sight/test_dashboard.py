"""The dashboard's expressions, evaluated by a real Prometheus over the real services."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import yaml
from live.clients import EXAMPLE
from needs import cannot_run

from tools.processes import ROOT, Services, free_port

DASHBOARD = json.loads((ROOT / "deploy" / "monitoring" / "dashboard.json").read_text())
EXPRESSIONS = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
PATIENCE_S = 60.0
SCRAPES_S = 6.0  # in which there are enough samples for a rate


@pytest.fixture(scope="module")
def prometheus(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a Prometheus that asks the services every second while songs are sent."""
    program = shutil.which("prometheus")
    if program is None:
        cannot_run("apt install prometheus")
    folder = tmp_path_factory.mktemp("prometheus")
    names = {"svm": "svm_service", "vgg19": "vgg19_service", "beat": "beat_service"}
    addresses = {names.get(name, name): url for name, url in vars(services).items()}
    jobs = [
        {"job_name": name, "static_configs": [{"targets": [url.removeprefix("http://")]}]}
        for name, url in addresses.items()
    ]
    config = {"global": {"scrape_interval": "1s"}, "scrape_configs": jobs}
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config))
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [
                program,
                f"--config.file={folder}/prometheus.yml",
                f"--storage.tsdb.path={folder}/data",
                f"--web.listen-address=127.0.0.1:{port}",
            ],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            send_songs(services, until=time.monotonic() + SCRAPES_S)
            wait_for_samples(url)
            yield url
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


def send_songs(services: Services, until: float) -> None:
    """Ask the page about a song, and send it what it refuses, for some seconds."""
    song = EXAMPLE.read_bytes()
    while time.monotonic() < until:
        url = f"{services.frontend}/api/predict"
        requests.post(url, files={"file": song}, timeout=PATIENCE_S).raise_for_status()
        requests.post(url, timeout=PATIENCE_S)
        time.sleep(0.5)


def wait_for_samples(url: str) -> None:
    """Wait until all services were asked often enough."""
    deadline = time.monotonic() + PATIENCE_S
    while len(asked(url, "count_over_time(up[1m]) >= 5")) < 4:
        assert time.monotonic() < deadline
        time.sleep(0.5)


def asked(url: str, expression: str) -> list[dict[str, Any]]:
    """Evaluate an expression now; an error of Prometheus fails the test."""
    try:
        answer = requests.get(f"{url}/api/v1/query", {"query": expression}, timeout=PATIENCE_S)
    except requests.ConnectionError:
        return []  # it has not begun to listen
    if answer.status_code == requests.codes.service_unavailable:
        return []
    body = answer.json()
    assert "success" == body["status"], (expression, body)
    result: list[dict[str, Any]] = body["data"]["result"]
    return result


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_expression_finds_something(prometheus: str, expression: str) -> None:
    """Each has a series to draw where songs are asked about, none of them without its labels."""
    if 'status=~"500|502|504"' in expression:
        expression = expression.replace("500|502|504", "400")  # nothing of ours fails

    found = asked(prometheus, expression.replace("$__rate_interval", "1m"))

    assert found


def test_stages_are_seen_in_every_service(prometheus: str) -> None:
    """Every service tells the stages of a song, the front end whom it waited for."""
    found = asked(prometheus, "genre_stage_duration_seconds_count > 0")

    stages = {(one["metric"]["job"], one["metric"]["stage"]) for one in found}
    for service in ("svm_service", "vgg19_service", "beat_service"):
        assert {(service, name) for name in ("decode", "windows", "features", "model")} <= stages
    assert {("frontend", f"ask_{name}") for name in ("svm", "vgg19", "beat")} <= stages
    assert {("beat_service", "traits"), ("beat_service", "rank"), ("frontend", "join")} <= stages
