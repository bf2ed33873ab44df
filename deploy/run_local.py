"""`make run`: every service as a real server process, one log, Ctrl-C stops all.

`PORT_SVM`, `PORT_VGG19`, `PORT_BEAT` and `PORT_FRONTEND` move the ports; `HOST=0.0.0.0` opens
them to others.
`MODELS_DIR` is a folder that `training.train --out` made: both services and the front end take
their models and weights from there.
The beat service asks the SVM service for genres; `GENRE_URL=` (empty) keeps it from doing so.
"""

import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from honcho.manager import Manager

from beat_service.settings import Settings as BeatSettings
from frontend.settings import Settings as FrontendSettings
from svm_service.settings import Settings as SvmSettings
from vgg19_service.settings import Settings as Vgg19Settings
from webapi.settings import ServiceSettings

PORTS = {
    "svm_service": "PORT_SVM",
    "vgg19_service": "PORT_VGG19",
    "beat_service": "PORT_BEAT",
    "frontend": "PORT_FRONTEND",
}
SETTINGS: dict[str, type[ServiceSettings]] = {
    "svm_service": SvmSettings,
    "vgg19_service": Vgg19Settings,
    "beat_service": BeatSettings,
    "frontend": FrontendSettings,
}
READY_WITHIN_S = 120  # the beat service's first start compiles for half a minute


def main() -> int:
    """Start everything and stay until it is stopped; the exit status is the first failure's."""
    host = os.environ.get("HOST", "127.0.0.1")
    try:
        models = chosen_models()
        ports = {name: chosen_port(name) for name in PORTS}
        for name, port in ports.items():
            check_free(host, port, name)
    except ValueError as error:
        print(f"cannot start: {error}", file=sys.stderr)
        return 1
    manager = Manager()
    svm_url = f"http://127.0.0.1:{ports['svm_service']}"
    for name, port in ports.items():
        environment = os.environ | {
            "HOST": host,
            "PORT": str(port),
            "SVM_URL": svm_url,
            "VGG19_URL": f"http://127.0.0.1:{ports['vgg19_service']}",
            "BEAT_URL": f"http://127.0.0.1:{ports['beat_service']}",
            "GENRE_URL": os.environ.get("GENRE_URL", svm_url),
            "PYTHONUNBUFFERED": "1",
            **models.get(name, {}),
        }
        manager.add_process(name, f"exec {sys.executable} -m {name}", env=environment)
    announce = threading.Thread(
        target=say_when_ready, args=(ports["beat_service"], ports["frontend"]), daemon=True
    )
    announce.start()
    manager.loop()
    stopped = manager.returncode in {128 + signal.SIGINT, 128 + signal.SIGTERM}
    return 0 if stopped else int(manager.returncode or 0)


def chosen_port(name: str) -> int:
    """The port of a service. Raises `ValueError` with the variable's name and value."""
    variable = PORTS[name]
    text = os.environ.get(variable, str(SETTINGS[name].model_fields["port"].default))
    if not text.isdecimal() or not 0 < int(text) < 2**16:
        raise ValueError(f"{variable}={text!r} is not a port number")
    return int(text)


def chosen_models() -> dict[str, dict[str, str]]:
    """Settings of each service for the models of `MODELS_DIR`; empty where it is not set.

    Raises `ValueError` when it does not hold both models, and for `MODEL_DIR`, which would give
    both services the same one.
    """
    folder = os.environ.get("MODELS_DIR")
    if not folder:
        if "MODEL_DIR" in os.environ:
            raise ValueError(
                "MODEL_DIR is for one service alone; here, set MODELS_DIR to the folder of both"
            )
        return {}
    paths = {
        "svm_service": ("MODEL_DIR", Path(folder, "svm")),
        "vgg19_service": ("MODEL_DIR", Path(folder, "vgg19")),
        "frontend": ("ENSEMBLE_FILE", Path(folder, "ensemble.json")),
    }
    for _, path in paths.values():
        if not path.exists():
            raise ValueError(f"MODELS_DIR={folder!r} has no {path.name}; train both models into it")
    return {name: {setting: str(path.resolve())} for name, (setting, path) in paths.items()}


def check_free(host: str, port: int, name: str) -> None:
    """Raise `ValueError` when something listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ValueError(
                f"port {port} for {name} is in use; stop what listens there, "
                f"or choose another: {PORTS[name]}={port + 3000} make run"
            ) from error


def say_when_ready(beat_port: int, frontend_port: int) -> None:
    """Tell the address as soon as the page works; the beat service follows when it is warm."""
    until = time.monotonic() + READY_WITHIN_S
    page = f"Ready. Open http://localhost:{frontend_port} — Ctrl-C stops everything."
    beats = f"The beat service is ready too: http://localhost:{beat_port}/analyze"
    for port, message in ((frontend_port, page), (beat_port, beats)):
        while not is_ready(port):
            if time.monotonic() > until:
                return
            time.sleep(0.2)
        print(f"\n  {message}\n", flush=True)


def is_ready(port: int) -> bool:
    """Whether the service there can work."""
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=2):
            return True
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(main())
