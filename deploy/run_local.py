"""`make run`: every service as a real server process, one log, Ctrl-C stops all.

`PORT_SVM`, `PORT_VGG19`, `PORT_BEAT` and `PORT_FRONTEND` move the ports; `HOST=0.0.0.0` opens
them to others.
`MODELS_DIR` is a folder that `training.train --out` made: both services and the front end take
their models and weights from there.
The log is text, each line under its service's name; `LOG_FORMAT=json` makes it one of objects.
The beat service asks the SVM service for genres; `GENRE_URL=` (empty) keeps it from doing so.
"""

import os
import secrets
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.services import MAKE_RUN

if TYPE_CHECKING:  # these load what `main` loads only when it can be stopped
    from deploy.ports import Places
    from deploy.services import Service


def run_services(command: str = MAKE_RUN) -> int:
    """Start everything and stay until it is stopped; the exit status is the first failure's.

    `command` is what the person has typed, to be told with what to type instead.
    """
    # These load what the services load, for a second; Ctrl-C ends that without a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from deploy.ports import environment_to_places
    from deploy.ready import say_when_ready
    from deploy.services import SERVICES
    from deploy.supervisor import Program, run_together
    from music_genre.webapi.settings import SettingsError

    try:
        models = chosen_models()
        places = environment_to_places(command)
    except (SettingsError, ModelsError) as error:
        print(f"cannot start: {error}", file=sys.stderr)
        return 1
    start_id = secrets.token_hex(8)
    common = (
        {"LOG_FORMAT": "text"}
        | os.environ
        | {
            "HOST": places.address,
            "START_ID": start_id,
            "PYTHONUNBUFFERED": "1",
        }
    )
    programs = {
        name: Program(
            [sys.executable, "-m", "deploy.tethered", service.package],
            common
            | {"PORT": str(places.ports[name])}
            | service_to_urls(service, places)
            | models.get(name, {}),
            service.is_needed,
        )
        for name, service in SERVICES.items()
    }
    stopped = threading.Event()
    announcer = threading.Thread(
        target=say_when_ready, args=(places.near, dict(places.ports), start_id, stopped)
    )
    announcer.start()
    try:
        return run_together(programs, command)
    finally:
        stopped.set()


def service_to_urls(service: "Service", places: "Places") -> dict[str, str]:
    """Make the settings by which a service finds the others.

    What it may ask and need not, somebody can have set, to nobody too.
    """
    urls = {setting: places.url(package) for setting, package in service.asks.items()}
    return urls | {
        setting: os.environ.get(setting, places.url(package))
        for setting, package in service.may_ask.items()
    }


class ModelsError(Exception):
    """The models that were asked for cannot be used; the message says why."""


def chosen_models() -> dict[str, dict[str, str]]:
    """Make each service's settings for the models of `MODELS_DIR`; none where it is not set.

    Raises `ModelsError` when it does not hold both models, and for `MODEL_DIR`, which would give
    both services the same one.
    """
    folder = os.environ.get("MODELS_DIR")
    if not folder:
        if "MODEL_DIR" in os.environ:
            raise ModelsError(
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
            raise ModelsError(
                f"MODELS_DIR={folder!r} has no {path.name}; train both models into it"
            )
    return {name: {setting: str(path.resolve())} for name, (setting, path) in paths.items()}


if __name__ == "__main__":
    sys.exit(run_services())
