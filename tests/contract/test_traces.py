"""Every way of delivery can have what traces, and none has it unasked."""

import re
from pathlib import Path

import pytest
import yaml

from deploy.services import SERVICES

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
LOCK = "requirements/traces.txt"


@pytest.mark.parametrize("service", SERVICES)
def test_images_have_it_where_asked_for(service: str) -> None:
    """An image installs the locked extra by TRACES=1, which compose passes on with the endpoint."""
    build = (ROOT / service / "Dockerfile").read_text().split("AS production")[0]

    assert "ARG TRACES=\n" in build
    assert re.search(
        rf'RUN test -z "\$TRACES" \|\| .*?--require-hashes .*? -r {LOCK}', build, re.DOTALL
    )
    assert "TRACES" in COMPOSE[service]["build"]["args"]
    assert "OTEL_EXPORTER_OTLP_ENDPOINT" in COMPOSE[service]["environment"]
    assert f"!{LOCK}" in (ROOT / ".dockerignore").read_text().splitlines()


@pytest.mark.parametrize("lock", ["requirements/run.txt", "requirements/cli.txt"])
def test_nobody_has_it_unasked(lock: str) -> None:
    """What runs the services needs nothing of it."""
    assert "opentelemetry-sdk==" in (ROOT / LOCK).read_text()
    assert "opentelemetry-sdk==" not in (ROOT / lock).read_text()
