"""`make run`'s runner: everything up, one log, a clean stop, a clear word about a taken port."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import requests
from live.local_runs.runner import RUNNER, STOPPED_WITHIN_S, running, wait_for
from networks import listening, needs_ipv6

from tools.processes import ROOT


@pytest.fixture
def models_dir(tmp_path: Path) -> Path:
    """Lay the models of the repository out as training does for anybody's own."""
    for service in ("svm", "vgg19"):
        shutil.copytree(ROOT / f"{service}_service" / "model", tmp_path / "models" / service)
    shutil.copy(ROOT / "frontend" / "ensemble.json", tmp_path / "models")
    return tmp_path / "models"


@pytest.fixture
def python_in_odd_folder(tmp_path: Path) -> Path:
    """Link our Python, as in a checkout whose path has a space, an accent and an apostrophe."""
    folder = tmp_path / "l'été à deux"
    folder.mkdir()
    (folder / "venv").symlink_to(sys.prefix)
    return folder / "venv" / "bin" / "python"


def refusal(environment: dict[str, str]) -> str:
    """Return what the runner says when it does not start."""
    done = subprocess.run(
        [sys.executable, RUNNER],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert 1 == done.returncode
    assert "Traceback" not in done.stderr
    return done.stderr


def test_runs_until_stopped(
    environment: dict[str, str], models_dir: Path, python_in_odd_folder: Path, tmp_path: Path
) -> None:
    """The log says where to look when all is ready, and one signal ends every process.

    The interpreter's path has a space, and the models are somebody's own.
    """
    log = tmp_path / "log"
    url = f"http://localhost:{environment['PORT_FRONTEND']}"
    variables = environment | {"MODELS_DIR": str(models_dir)}
    with running(variables, log, python_in_odd_folder) as runner:
        wait_for(f"Open {url}", log)
        assert 200 == requests.get(url, timeout=60).status_code
        started = psutil.Process(runner.pid).children(recursive=True)
        runner.send_signal(signal.SIGINT)
        assert 0 == runner.wait(STOPPED_WITHIN_S)

    _, left = psutil.wait_procs(started, timeout=STOPPED_WITHIN_S)
    assert len(started) >= 4
    assert [] == left


@needs_ipv6
def test_second_start_and_ipv6(environment: dict[str, str], tmp_path: Path) -> None:
    """`HOST=::1` serves there, the services reach each other, and a second start is told of it."""
    log = tmp_path / "log"
    variables = environment | {"HOST": "::1"}
    port = variables["PORT_FRONTEND"]
    with running(variables, log) as runner:
        wait_for("The beat service is ready too", log)
        ready = requests.get(f"http://[::1]:{port}/readyz", timeout=60).json()

        assert ["ok"] * 3 == [ready["services"][name] for name in ("svm", "vgg19", "beat")]
        assert "cannot start: `make run` is up already, on port" in refusal(variables)
        runner.send_signal(signal.SIGTERM)
        assert 0 == runner.wait(STOPPED_WITHIN_S)


def test_stopped_while_starting(environment: dict[str, str], tmp_path: Path) -> None:
    """Ctrl-C as soon as the first service is there leaves none."""
    log = tmp_path / "log"
    with running(environment, log) as runner:
        wait_for("started (process", log)
        runner.send_signal(signal.SIGINT)
        assert 0 == runner.wait(STOPPED_WITHIN_S)

    assert [] == [
        process.info["cmdline"]
        for process in psutil.process_iter(["cmdline", "environ"])
        if (process.info["environ"] or {}).get("PORT_SVM") == environment["PORT_SVM"]
    ]


@pytest.mark.parametrize("address", ["127.0.0.1", pytest.param("::1", marks=needs_ipv6)])
def test_taken_port_is_named(address: str, environment: dict[str, str]) -> None:
    """A port in use, wherever `localhost` may lead, ends the start with what to type instead."""
    with listening(address) as port:
        told = refusal(environment | {"PORT_SVM": str(port)})

    assert f"port {port} for svm_service is in use" in told
    assert "PORT_SVM=" in told


@pytest.mark.parametrize(
    ("variable", "message"),
    [
        ("MODELS_DIR", "has no svm; train both models into it"),
        ("MODEL_DIR", "MODEL_DIR is for one service alone; here, set MODELS_DIR"),
    ],
)
def test_folder_without_both_models(
    variable: str, message: str, environment: dict[str, str], tmp_path: Path
) -> None:
    """A folder that cannot serve both services is refused with what to do."""
    assert message in refusal(environment | {variable: str(tmp_path)})


@pytest.mark.parametrize(("variable", "value"), [("PORT_VGG19", "many"), ("HOST", "300.1.1.1")])
def test_setting_that_is_none(variable: str, value: str, environment: dict[str, str]) -> None:
    """A setting that cannot be is refused by name and value."""
    assert f"cannot start: {variable}={value!r}" in refusal(environment | {variable: value})
