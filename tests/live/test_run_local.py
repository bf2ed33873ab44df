"""`make run`'s runner: everything up, one log, a clean stop, a clear word about a taken port."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import requests
from processes import free_port

ROOT = Path(__file__).parents[2]
RUNNER = ROOT / "deploy" / "run_local.py"
READY_WITHIN_S = 40.0


def environment(**ports: str) -> dict[str, str]:
    """Free ports for all, unless told otherwise."""
    free = {
        name: str(free_port()) for name in ("PORT_SVM", "PORT_VGG19", "PORT_BEAT", "PORT_FRONTEND")
    }
    return os.environ | {"PYTHONPATH": str(ROOT)} | free | ports


@pytest.fixture
def models_dir(tmp_path: Path) -> Path:
    """The models of the repository, laid out as training does for anybody's own."""
    for service in ("svm", "vgg19"):
        shutil.copytree(ROOT / f"{service}_service" / "model", tmp_path / "models" / service)
    shutil.copy(ROOT / "frontend" / "ensemble.json", tmp_path / "models")
    return tmp_path / "models"


@pytest.mark.parametrize(("stop", "own_models"), [(signal.SIGINT, False), (signal.SIGTERM, True)])
def test_runs_until_stopped(
    stop: signal.Signals, own_models: bool, models_dir: Path, tmp_path: Path
) -> None:
    """The log says where to look when all is ready, and one signal ends every process."""
    variables = environment() | ({"MODELS_DIR": str(models_dir)} if own_models else {})
    log = tmp_path / "log"
    with log.open("wb") as output:
        runner = subprocess.Popen(
            [sys.executable, RUNNER], env=variables, stdout=output, stderr=output
        )
    url = f"http://localhost:{variables['PORT_FRONTEND']}"
    try:
        until = time.monotonic() + READY_WITHIN_S
        while f"Open {url}" not in log.read_text() and time.monotonic() < until:
            time.sleep(0.1)
        assert f"Open {url}" in log.read_text()
        assert 200 == requests.get(url, timeout=5).status_code
        started = psutil.Process(runner.pid).children(recursive=True)
    finally:
        runner.send_signal(stop)
        runner.wait(20)

    _, left = psutil.wait_procs(started, timeout=5)
    assert 0 == runner.returncode
    assert len(started) >= 4
    assert [] == left


def test_taken_port_is_named() -> None:
    """A port in use ends the start with its number and what to type instead."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = subprocess.run(
            [sys.executable, RUNNER],
            env=environment(PORT_SVM=str(port)),
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )

    assert 1 == done.returncode
    assert f"port {port} for svm_service is in use" in done.stderr
    assert "PORT_SVM=" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("variable", "message"),
    [
        ("MODELS_DIR", "has no svm; train both models into it"),
        ("MODEL_DIR", "MODEL_DIR is for one service alone; here, set MODELS_DIR"),
    ],
)
def test_folder_without_both_models(variable: str, message: str, tmp_path: Path) -> None:
    """A folder that cannot serve both services is refused with what to do."""
    done = subprocess.run(
        [sys.executable, RUNNER],
        env=environment() | {variable: str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )

    assert 1 == done.returncode
    assert message in done.stderr


def test_port_that_is_none() -> None:
    """A port that is no number is refused by name and value."""
    done = subprocess.run(
        [sys.executable, RUNNER],
        env=environment(PORT_VGG19="many"),
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )

    assert 1 == done.returncode
    assert "PORT_VGG19='many' is not a port number" in done.stderr
