"""A front under uvicorn; `test_server.py` of both web frameworks runs it as a process."""

import signal

import uvicorn

from music_genre.webapi.server.run import StoppableServer, settings_to_prefixes
from music_genre.webapi.settings import ServiceSettings


def test_settings_of_a_proxy() -> None:
    """The path and whom to believe come from the settings."""
    settings = ServiceSettings(port=1, path_prefix="/genre", trusted_proxies="10.0.0.0/8")

    prefixes = settings_to_prefixes(settings)

    assert ("/genre", ["10.0.0.0/8"]) == (prefixes.prefix, [str(n) for n in prefixes.trusted])


def test_told_to_stop() -> None:
    """One signal ends it in order; a second Ctrl-C waits for nobody."""
    server = StoppableServer(uvicorn.Config("app"))

    server.handle_exit(signal.SIGTERM, None)
    assert (True, False) == (server.should_exit, server.force_exit)
    server.handle_exit(signal.SIGINT, None)
    assert (True, True) == (server.should_exit, server.force_exit)
