"""`python app.py`: Flask's own server, for a quick look; `python -m <service>` is the real one."""

from flask import Flask

from music_genre.webapi.settings import ServiceSettings


def run_development_server(app: Flask, settings: ServiceSettings) -> None:
    """Serve with Flask's development server and say so."""
    app.logger.warning("this is the development server; `make run` starts the real one")
    app.run(host=settings.host, port=settings.port, threaded=True)
