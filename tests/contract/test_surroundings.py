"""The tests depend on nothing around them: no exported setting, no service of somebody."""

import socket
from pathlib import Path

import pytest
from surroundings import DEFAULT_PORTS, SETTINGS, OtherServiceError, forget_settings

from deploy.services import SERVICES
from tools.processes import (
    ROOT,
    MissingSettingError,
    clean_environment,
    ended_python,
    free_port,
    running_python,
    running_service,
    service_environment,
    urls_of_services,
)


def test_processes_get_nothing_of_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody has exported does not reach a process; what the test names does."""
    monkeypatch.setenv("MODEL_DIR", "/nowhere")

    environment = clean_environment(PORT="1")

    assert "MODEL_DIR" not in environment
    assert ("1", str(ROOT)) == (environment["PORT"], environment["PYTHONPATH"])
    settings = {name for kind in SETTINGS.values() for name in kind.model_fields}
    assert {"port"} == settings & {name.lower() for name in environment}


def test_apps_in_our_process_get_nothing_of_it_either() -> None:
    """Every setting is taken out of the environment, however it is written; nothing else is."""
    environment = {"MODEL_DIR": "/nowhere", "svm_url": "http://elsewhere", "GTZAN_DIR": "/gtzan"}

    forget_settings(environment)

    assert {"GTZAN_DIR": "/gtzan"} == environment


@pytest.mark.parametrize(
    ("service", "missing"),
    [(name, missing) for name, one in SERVICES.items() for missing in one.shared_defaults],
)
def test_a_service_is_told_where_everything_is(service: str, missing: str) -> None:
    """A service that would use a default port, address or database is not started."""
    others = {name: "given" for name in SERVICES[service].shared_defaults if name != missing}

    with pytest.raises(MissingSettingError, match=f"{service} would use its default {missing}"):
        service_environment(service, **others)


def test_every_address_of_a_default_port_is_needed() -> None:
    """Each setting whose default is an address of one of our services is one of those."""
    for service, kind in SETTINGS.items():
        urls = {n.upper() for n, f in kind.model_fields.items() if "127.0.0.1:" in str(f.default)}
        assert urls <= set(SERVICES[service].shared_defaults)


def test_every_way_to_start_demands_it(tmp_path: Path) -> None:
    """`python -m frontend`, `python app.py` in its folder and one that ends are all refused."""
    port = str(free_port())
    in_folder = running_python(["app.py"], ROOT / "frontend", tmp_path / "log", PORT=port)

    with pytest.raises(MissingSettingError), running_service("frontend", tmp_path):
        pass
    with pytest.raises(MissingSettingError), in_folder:
        pass
    with pytest.raises(MissingSettingError):
        ended_python(["-m", "frontend"], PORT=port)


@pytest.mark.parametrize("port", sorted(DEFAULT_PORTS))
@pytest.mark.parametrize("way", ["create_connection", "connect_ex"])
def test_no_test_reaches_a_default_port(port: int, way: str) -> None:
    """A connection from our process to where `make run` has its services fails the test."""
    with pytest.raises(OtherServiceError, match=f"port {port} is a default"):
        if way == "create_connection":
            socket.create_connection(("localhost", port))
        else:
            socket.socket().connect_ex(("127.0.0.1", port))


def test_a_free_port_is_given_once() -> None:
    """Ports are free, differ, are no defaults, and nobody listens where no address is given."""
    ports = [free_port() for _ in range(20)]

    assert 20 == len(set(ports) - DEFAULT_PORTS)
    for port in ports:
        with socket.create_server(("127.0.0.1", port)):
            pass
    for url in urls_of_services().values():
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])))
