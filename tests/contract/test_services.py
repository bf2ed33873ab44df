"""The one table of services: their settings and every way of delivery say the same."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from surroundings import SETTINGS

from deploy.fresh.newcomer import PORTS
from deploy.services import SERVICES, Service

ROOT = Path(__file__).parents[2]
KUBERNETES_URL = re.compile(r'\{ name: (\w+_URL), value: "(http://[^"]+)" \}')


def yaml_to_services(file: str) -> dict[str, Any]:
    """Read the services of a compose file that are started without being asked for."""
    services: dict[str, Any] = yaml.safe_load((ROOT / file).read_text())["services"]
    return {name: service for name, service in services.items() if "profiles" not in service}


def urls_in(settings: dict[str, Any] | list[str]) -> dict[str, str]:
    """Pick the addresses of other services out of an environment of compose."""
    if isinstance(settings, list):
        assert not [name for name in settings if name.endswith("_URL")]
        return {}
    return {name: value for name, value in settings.items() if name.endswith("_URL")}


def expected_urls(service: Service) -> dict[str, str]:
    """Make the addresses that a service is told where each has its package as its host's name."""
    asked = {**service.asks, **service.may_ask}
    return {name: f"http://{other}:{SERVICES[other].port}" for name, other in asked.items()}


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_settings_have_the_port(service: Service) -> None:
    """The port that a service takes by itself is the table's."""
    assert service.port == SETTINGS[service.package].model_fields["port"].default


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_settings_have_the_addresses(service: Service) -> None:
    """A service asks by default where the others are by default, and nobody whom it need not."""
    fields = SETTINGS[service.package].model_fields
    urls = {name.upper(): field.default for name, field in fields.items() if name[-4:] == "_url"}

    asked = {name: f"http://127.0.0.1:{SERVICES[p].port}" for name, p in service.asks.items()}
    kept = {name: urls.get(name) for name in service.keeps}
    assert asked | dict.fromkeys(service.may_ask, "") | kept == urls
    assert None not in kept.values()


def test_compose_runs_these_services() -> None:
    """Compose has the services of the table and no other, started by their packages."""
    assert SERVICES.keys() == yaml_to_services("docker-compose.yml").keys()
    for service in SERVICES.values():
        dockerfile = (ROOT / service.package / "Dockerfile").read_text()
        command = ", ".join(f'"{word}"' for word in ("python", *service.arguments))
        assert f"CMD [{command}]" in dockerfile
        assert re.search(rf"\bPORT={service.port}\b", dockerfile)


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_compose_publishes_the_ports(service: Service) -> None:
    """Each port is the same outside and inside its container; Jenkins takes a free one outside."""
    described = yaml_to_services("docker-compose.yml")[service.package]
    jenkins = (ROOT / "deploy" / "compose.jenkins.yml").read_text()

    assert [f"{service.port}:{service.port}"] == described["ports"]
    own = jenkins.partition(f"  {service.package}:\n")[2].partition("\n\n")[0]
    assert f'ports: !override ["{service.port}"]' in own


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_compose_tells_the_addresses(service: Service) -> None:
    """Compose names exactly those that are asked; whom one may do without can be left out."""
    described = yaml_to_services("docker-compose.yml")[service.package]

    expected = {
        name: f"${{{name}-{url}}}" if name in service.may_ask else url
        for name, url in expected_urls(service).items()
    }
    assert expected == urls_in(described["environment"])
    assert service.asks.keys() == {
        name for name, other in service.asks.items() if other in described["depends_on"]
    }


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_stack_and_cluster_tell_the_addresses(service: Service) -> None:
    """A swarm and Kubernetes name the same services, each by its own kind of host names."""
    stack = yaml_to_services("deploy/stack.yml")[service.package]
    name = service.package.replace("_", "-")
    cluster = (ROOT / "deploy" / "kubernetes" / f"{name}.yaml").read_text()

    expected = expected_urls(service)
    assert expected == urls_in(stack.get("environment", []))
    dashed = {setting: url.replace("_", "-") for setting, url in expected.items()}
    assert dashed == dict(KUBERNETES_URL.findall(cluster))
    assert f"containerPort: {service.port} " in cluster


def test_newcomer_finds_all_ports_taken() -> None:
    """The newcomer of `make test-fresh`, who has no package of ours, blocks every port."""
    assert {str(service.port) for service in SERVICES.values()} == set(PORTS)


def test_who_is_asked_stands_first() -> None:
    """The order of the table is one in which services can be started one after the other."""
    names = list(SERVICES)

    for service in SERVICES.values():
        for other in (*service.asks.values(), *service.may_ask.values()):
            assert names.index(other) < names.index(service.package)
