"""Run a FastAPI service as `music_genre.webapi.flask.server` runs the others."""

from collections.abc import Callable
from typing import Final

from fastapi import FastAPI

from music_genre.webapi.server.door import settings_to_door
from music_genre.webapi.server.front import Front, Limits
from music_genre.webapi.server.run import run
from music_genre.webapi.serving import made_or_exit, settings_or_exit, settings_to_lines
from music_genre.webapi.settings import ServiceSettings, SettingsError

N_LARGE: Final = 2  # songs of 15 minutes that fit into the memory that compose gives


def serve(
    make_settings: Callable[[], ServiceSettings],
    make_app: Callable[[], FastAPI],
    refusals: tuple[type[Exception], ...] = (),
) -> None:
    """Serve until stopped; `refusals` are how the app says that it must not start.

    What `app.state.close` lets go of is let go of at the end.
    """
    settings, address = settings_or_exit(make_settings)
    settings_to_lines(settings)
    app = made_or_exit(make_app, (SettingsError, *refusals))
    front = Front(
        app,
        Limits(settings.threads, settings.max_upload_bytes, N_LARGE),
        app.state.metrics,
        settings_to_door(settings),
        paths=app.state.paths,
    )
    try:
        run(front, settings, address)
    finally:
        app.state.close()
