"""`python -m beat_service`: the service under uvicorn."""

import os

from fastapi import FastAPI

from audio.errors import ModelBundleError
from beat_service.database import DatabaseError
from beat_service.settings import Settings
from webapi.settings import environment_to_settings
from webapi.uvicorn_server import serve


def make_app() -> FastAPI:
    """Made after the settings are checked: librosa takes seconds to load."""
    # One request at a time gains nothing from more, and several would fight for the cores.
    for library in ("OMP", "OPENBLAS"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    from beat_service.app import create_app

    return create_app()


if __name__ == "__main__":
    serve(lambda: environment_to_settings(Settings), make_app, (ModelBundleError, DatabaseError))
