"""`python -m frontend`: the front end under uvicorn."""

import logging
from typing import Final

from flask import Flask

from frontend.ensemble import EnsembleFileError
from frontend.settings import Settings
from frontend.watching.watcher import is_shown
from music_genre.webapi.flask.server import serve
from music_genre.webapi.settings import environment_to_settings

LOG: Final = logging.getLogger("frontend")


def make_app() -> Flask:
    """Make the app, after the settings are checked."""
    from frontend.app import app

    settings = environment_to_settings(Settings)
    if is_shown(settings):
        app.extensions["watcher"].start()
    elif not settings.status_page:
        LOG.info("HOST=%s lets others in: /status is off (STATUS_PAGE=on)", settings.host)
    return app


if __name__ == "__main__":
    serve(
        lambda: environment_to_settings(Settings), make_app, (EnsembleFileError,), ["/", "/results"]
    )
