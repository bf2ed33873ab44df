"""Run a Flask service: behind uvicorn, as the FastAPI service is, with a bridge in between.

One process holds one copy of the model. Faults at start end the process with one clear line.
"""

from collections.abc import Callable, Collection

from flask import Flask

from music_genre.webapi.flask.wsgi_bridge import WsgiBridge
from music_genre.webapi.server.door import settings_to_door
from music_genre.webapi.server.front import N_PROBES, N_SMALL, Front, Limits
from music_genre.webapi.server.run import run
from music_genre.webapi.serving import made_or_exit, settings_or_exit, settings_to_lines
from music_genre.webapi.settings import ServiceSettings, SettingsError


def serve(
    make_settings: Callable[[], ServiceSettings],
    make_app: Callable[[], Flask],
    refusals: tuple[type[Exception], ...] = (),
    drawn: Collection[str] = (),
) -> None:
    """Serve until stopped; requests in flight get some time to end.

    `refusals` are the exceptions by which the app says that it must not start, `drawn` the paths
    whose refusals it draws itself.
    """
    settings, address = settings_or_exit(make_settings)
    settings_to_lines(settings)
    app = made_or_exit(make_app, (SettingsError, *refusals))
    front = Front(
        WsgiBridge(app, settings.threads + N_SMALL + N_PROBES),
        Limits(settings.threads, settings.max_upload_bytes),
        app.extensions["metrics"],
        settings_to_door(settings),
        drawn,
        {rule.rule for rule in app.url_map.iter_rules() if not rule.arguments},
    )
    run(front, settings, address)
