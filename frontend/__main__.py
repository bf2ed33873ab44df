"""`python -m frontend`: the front end under uvicorn."""

from flask import Flask

from frontend.ensemble import EnsembleFileError
from frontend.settings import Settings
from music_genre.webapi.flask.server import serve
from music_genre.webapi.settings import environment_to_settings


def make_app() -> Flask:
    """Make the app, after the settings are checked."""
    from frontend.app import app

    return app


if __name__ == "__main__":
    serve(
        lambda: environment_to_settings(Settings), make_app, (EnsembleFileError,), ["/", "/results"]
    )
