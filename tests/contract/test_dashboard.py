"""The dashboard draws what services count, and its containers have no more rights than ours."""

import json
from pathlib import Path

import pytest
import yaml
from contract.counted import OWN_NAME, series

ROOT = Path(__file__).parents[2]
DASHBOARD = json.loads((ROOT / "deploy" / "monitoring" / "dashboard.json").read_text())
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
PROFILE = {name: one for name, one in COMPOSE["services"].items() if "profiles" in one}
PROVISIONING = ROOT / "deploy" / "monitoring" / "grafana" / "provisioning"


@pytest.mark.parametrize("panel", DASHBOARD["panels"], ids=lambda panel: panel["title"])
def test_expressions_name_what_is_counted(panel: dict[str, list[dict[str, str]]]) -> None:
    """Each expression asks for series that services have; `up` is Prometheus' own."""
    for target in panel["targets"]:
        names = set(OWN_NAME.findall(target["expr"]))
        assert names or "up" in target["expr"]
        assert set() == names - series()


def test_panels_do_not_overlap() -> None:
    """Each panel has its place in a row of 24."""
    places = [panel["gridPos"] for panel in DASHBOARD["panels"]]

    cells = [
        (x, y)
        for at in places
        for x in range(at["x"], at["x"] + at["w"])
        for y in range(at["y"], at["y"] + at["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24


def test_source_is_the_one_that_is_provisioned() -> None:
    """Panels ask the data source that Grafana is given, which is compose's Prometheus."""
    (file,) = (PROVISIONING / "datasources").iterdir()
    (source,) = yaml.safe_load(file.read_text())["datasources"]

    assert {source["uid"]} == {panel["datasource"]["uid"] for panel in DASHBOARD["panels"]}
    assert "http://prometheus:9090" == source["url"]
    assert source["url"].split("/")[2].split(":")[0] in PROFILE


@pytest.mark.parametrize("name", ["prometheus", "grafana"])
def test_containers_have_no_more_rights_than_ours(name: str) -> None:
    """They are asked for, pinned, read-only, without capabilities, and for this machine alone."""
    service = PROFILE[name]

    assert ["monitoring"] == service["profiles"]
    assert service["read_only"] is True
    assert ["ALL"] == service["cap_drop"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service["user"].startswith("0")
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert service["image"].rpartition(":")[2][-1].isdigit()
    for volume in service["volumes"]:
        source = volume.split(":")[0]
        if source.startswith("."):
            assert (ROOT / source).exists()
            assert volume.endswith(":ro")
