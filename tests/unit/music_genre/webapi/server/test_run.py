"""A front under uvicorn; `test_server.py` of both web frameworks runs it as a process."""

import signal

import uvicorn

from music_genre.webapi.server.run import StoppableServer


def test_told_to_stop() -> None:
    """One signal ends it in order; a second Ctrl-C waits for nobody."""
    server = StoppableServer(uvicorn.Config("app"))

    server.handle_exit(signal.SIGTERM, None)
    assert (True, False) == (server.should_exit, server.force_exit)
    server.handle_exit(signal.SIGINT, None)
    assert (True, True) == (server.should_exit, server.force_exit)
