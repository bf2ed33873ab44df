"""A Flask service under uvicorn: how it starts, what it logs, how it ends."""

import signal
from pathlib import Path

import pytest
import requests
from flask import Flask
from networks import listening

from music_genre.webapi.flask.server import serve
from music_genre.webapi.settings import ServiceSettings, SettingsError
from tools.processes import ROOT, ended_python, free_port, running_python, wait_until_ready

SERVICE = """
from music_genre.webapi.flask.app import new_app
from music_genre.webapi.flask.server import serve
from music_genre.webapi.settings import ServiceSettings, environment_to_settings

serve(
    lambda: environment_to_settings(ServiceSettings),
    lambda: new_app("app", ServiceSettings(port=1), lambda: (True, {}), {}),
)
"""
REFUSING = """
from music_genre.webapi.flask.server import serve
from music_genre.webapi.settings import ServiceSettings, environment_to_settings

class NoModelError(Exception): pass

def make_app():
    raise NoModelError("no model in /nowhere")

serve(lambda: environment_to_settings(ServiceSettings), make_app, (NoModelError,))
"""


def never_made() -> Flask:
    """Fail, because nobody should get as far as the app."""
    raise NotImplementedError


def test_serves_until_stopped(tmp_path: Path) -> None:
    """A service answers, logs what people ask and not the probes, and ends when told to."""
    port, log = free_port(), tmp_path / "log"
    url = f"http://127.0.0.1:{port}"

    with running_python(["-c", SERVICE], ROOT, log, PORT=str(port)) as process:
        wait_until_ready(url, process, log)
        assert 200 == requests.get(f"{url}/openapi.json", timeout=30).status_code
        process.send_signal(signal.SIGTERM)
        assert 0 == process.wait(30)

    assert "GET /openapi.json 200" in log.read_text()
    assert "/readyz" not in log.read_text()


def test_app_that_refuses() -> None:
    """An app's own refusal ends the start with one line and no traceback."""
    ended = ended_python(["-c", REFUSING], PORT=str(free_port()))

    assert 0 != ended.returncode
    assert "cannot start: no model in /nowhere" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_does_not_start_without_settings() -> None:
    """A fault in the settings ends the start before there is a server."""

    def refuse() -> ServiceSettings:
        raise SettingsError("PORT='many'")

    with pytest.raises(SystemExit, match="cannot start: PORT='many'"):
        serve(refuse, never_made)


def test_taken_port() -> None:
    """A port on which another program listens is refused by its setting's name."""
    with listening("127.0.0.1") as port:
        settings = ServiceSettings(port=port)
        with pytest.raises(SystemExit, match=f"cannot start: PORT={port}: another program"):
            serve(lambda: settings, never_made)
