"""`python -m beat_service`: the service under uvicorn."""

import os

from fastapi import FastAPI

from beat_service.catalogue.database import DatabaseError
from beat_service.settings import Settings
from music_genre.audio.errors import ModelBundleError
from music_genre.webapi.fastapi.server import serve
from music_genre.webapi.settings import environment_to_settings


def make_app() -> FastAPI:
    """Make the app, after the settings are checked, because librosa takes seconds to load."""
    # One request at a time gains nothing from more, and several would fight for the cores.
    for library in ("OMP", "OPENBLAS"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    from beat_service.app import create_app

    return create_app()


if __name__ == "__main__":
    serve(lambda: environment_to_settings(Settings), make_app, (ModelBundleError, DatabaseError))
