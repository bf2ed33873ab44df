"""What the services write about a request, as programs read it."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests
from fake_services import fake_service
from live.clients import EXAMPLE

from tools.processes import running_service, urls_of_services

PATIENCE_S = 60
SONG = EXAMPLE.read_bytes()
ID = "6f1b0c1e-92a8-4d0e-b2b3-0a3a5d1d6a11"


def objects(log: Path) -> list[dict[str, Any]]:
    """Read every line of a log as JSON."""
    return [json.loads(line) for line in log.read_text().splitlines()]


@pytest.mark.parametrize("package", ["svm_service", "beat_service", "frontend"])
def test_json_where_nobody_looks(package: str, tmp_path: Path) -> None:
    """A log that goes into a file is JSON from start to end, without what was sent."""
    with fake_service() as fake:
        urls = urls_of_services(fake.url, fake.url, fake.url) if package == "frontend" else {}
        with running_service(package, tmp_path, **urls) as service:
            files = {"file": ("Secret Song.mp3", SONG)}
            route = {"svm_service": "/v1/predict", "beat_service": "/analyze"}.get(package, "/")
            for path in (f"{route}?title=Secret", "/Secret.mp3"):
                requests.post(
                    service.url + path,
                    files=files,
                    headers={"X-Request-Id": ID, "X-Forwarded-For": "192.0.2.7"},
                    timeout=PATIENCE_S,
                )
        lines = objects(service.log)

    asked = [line for line in lines if line["logger"] == "music_genre.access"]
    # A line waits for the thread to end, which on a busy machine is later than the next line.
    statuses = {(one["method"], one["route"]): one["status"] for one in asked}
    assert {("POST", route), ("POST", "(none)")} == statuses.keys()
    assert {ID} == {one["request_id"] for one in asked}
    assert {package} == {line["service"] for line in lines}
    assert (2, 404) == (len(asked), statuses["POST", "(none)"])
    assert all(isinstance(one["ms"], float) and "client" not in one for one in asked)
    text = service.log.read_text()
    assert not [secret for secret in ("Secret", "192.0.2", "127.0.0.1:5") if secret in text]
    assert any("Uvicorn running" in line["message"] for line in lines)


def test_text_and_addresses_where_they_are_asked_for(tmp_path: Path) -> None:
    """`LOG_FORMAT=text` is for persons; with `LOG_ADDRESSES` JSON says who asked."""
    fakes = urls_of_services()
    kinds = {"text": {"LOG_FORMAT": "text"}, "json": {"LOG_ADDRESSES": "true"}}
    logs = {}
    for name, settings in kinds.items():
        with running_service("frontend", tmp_path, "/livez", **settings, **fakes) as service:
            headers = {"X-Request-Id": ID, "X-Forwarded-For": "192.0.2.7"}
            requests.get(f"{service.url}/", headers=headers, timeout=PATIENCE_S)
        logs[name] = service.log.read_text()

    (line,) = [line for line in logs["text"].splitlines() if line.startswith("GET / 200")]
    assert line.endswith(f" ms [{ID}]")
    (asked,) = [json.loads(line) for line in logs["json"].splitlines() if '"client"' in line]
    assert ("/", "192.0.2.7") == (asked["route"], asked["client"])
