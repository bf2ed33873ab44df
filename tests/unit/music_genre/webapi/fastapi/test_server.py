"""A FastAPI service under uvicorn: how it starts, what it logs, how it ends."""

import signal
from pathlib import Path

import pytest
import requests
from networks import listening

from music_genre.webapi import serving
from music_genre.webapi.fastapi.server import serve
from music_genre.webapi.settings import ServiceSettings, SettingsError
from tools.processes import ROOT, free_port, running_python, wait_until_ready

SERVICE = """
from music_genre.webapi.fastapi.app import new_app
from music_genre.webapi import serving
from music_genre.webapi.fastapi.server import serve
from music_genre.webapi.settings import ServiceSettings, environment_to_settings

serve(
    lambda: environment_to_settings(ServiceSettings),
    lambda: new_app(ServiceSettings(port=1), lambda: (True, {}), {}, (), {}),
)
"""


class NoModelError(Exception):
    """A reason of an app not to start."""


def test_serves_until_stopped(tmp_path: Path) -> None:
    """A service answers, logs what people ask and not the probes, and ends when told to."""
    port, log = free_port(), tmp_path / "log"
    url = f"http://127.0.0.1:{port}"

    with running_python(["-c", SERVICE], ROOT, log, PORT=str(port)) as process:
        wait_until_ready(url, process, log)
        response = requests.get(f"{url}/openapi.json", timeout=30)
        process.send_signal(signal.SIGINT)
        assert 0 == process.wait(30)

    assert 200 == response.status_code
    assert "Server" not in response.headers
    assert "GET /openapi.json 200" in log.read_text()
    assert "/readyz" not in log.read_text()


def refuse() -> ServiceSettings:
    """Refuse to make settings."""
    raise SettingsError("PORT='many'")


def test_does_not_start_without_settings() -> None:
    """A fault in the settings ends the start before the app is made."""

    def never_made() -> None:
        raise NotImplementedError

    with pytest.raises(SystemExit, match="cannot start: PORT='many'"):
        serve(refuse, never_made)  # type: ignore[arg-type]  # nobody gets as far as the app


def test_app_that_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """An app's own refusal ends the start with its words."""
    monkeypatch.setattr(serving, "write_lines", lambda *_: None)  # the log is pytest's

    def no_model() -> None:
        raise NoModelError("no model in /nowhere")

    settings = ServiceSettings(port=free_port())
    with pytest.raises(SystemExit, match="cannot start: no model in /nowhere"):
        serve(lambda: settings, no_model, (NoModelError,))  # type: ignore[arg-type]  # it makes none


def test_taken_port() -> None:
    """A port on which another program listens is refused before the app is made."""
    with listening("127.0.0.1") as port:
        settings = ServiceSettings(port=port)
        with pytest.raises(SystemExit, match=f"cannot start: PORT={port}: another program"):
            serve(lambda: settings, refuse)  # type: ignore[arg-type]  # nobody gets as far as the app
