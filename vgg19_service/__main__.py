"""`python -m vgg19_service`: the service under uvicorn."""

from flask import Flask

from music_genre.audio.errors import ModelBundleError
from music_genre.webapi.flask.server import serve
from music_genre.webapi.settings import environment_to_settings
from vgg19_service.settings import Settings


def make_app() -> Flask:
    """Make the app, after the settings are checked: importing it loads the model."""
    from vgg19_service.app import app

    return app


if __name__ == "__main__":
    serve(lambda: environment_to_settings(Settings), make_app, (ModelBundleError,))
