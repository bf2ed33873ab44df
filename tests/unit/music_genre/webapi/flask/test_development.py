"""`python app.py`: a server for a quick look that says it is no more than that."""

from pathlib import Path

import requests

from music_genre.webapi.health import LIVE_BODY
from tools.processes import ROOT, free_port, running_python, wait_until_ready

SERVICE = """
from music_genre.webapi.flask.app import new_app
from music_genre.webapi.flask.development import run_development_server
from music_genre.webapi.settings import ServiceSettings, environment_to_settings

settings = environment_to_settings(ServiceSettings)
run_development_server(new_app("app", settings, lambda: (True, {}), {}), settings)
"""


def test_serves_where_it_is_told_to(tmp_path: Path) -> None:
    """It listens on the settings' port, and its log says how to start the real one."""
    port, log = free_port(), tmp_path / "log"
    url = f"http://127.0.0.1:{port}"

    with running_python(["-c", SERVICE], ROOT, log, PORT=str(port)) as process:
        wait_until_ready(url, process, log)
        assert LIVE_BODY == requests.get(f"{url}/livez", timeout=30).json()

    assert "this is the development server; `make run` starts the real one" in log.read_text()
