"""Real small HTTP servers on free ports in the place of the services."""

import itertools
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from music_genre.webapi.prediction_body import (
    NAMES_A_GENRE,
    AudioBody,
    Kind,
    ModelBody,
    Outcome,
    PredictionBody,
    SegmentBody,
)

GENRES = (
    "blues",
    "classical",
    "country",
    "disco",
    "hiphop",
    "jazz",
    "metal",
    "pop",
    "reggae",
    "rock",
)

TAGS = {
    "ambient": 0.61,
    "electronic": 0.72,
    "female vocalists": 0.4,
    "soul": 0.02,
    "chillout": 0.33,
    "folk": 0.12,
    "piano": 0.2,
}


def prediction(
    outcome: Outcome = "confident", name: str = "svm", **probabilities: float
) -> dict[str, Any]:
    """Make a prediction body; what the given genres leave is shared by the others."""
    rest = (1 - sum(probabilities.values())) / (len(GENRES) - len(probabilities))
    named = {genre: probabilities.get(genre, round(rest, 4)) for genre in GENRES}
    shown = None if outcome == "silence" else named
    nearest = max(shown, key=shown.__getitem__) if shown else None
    body = PredictionBody(
        genre=nearest if outcome in NAMES_A_GENRE else None,
        outcome=outcome,
        nearest=nearest,
        probabilities=shown,
        segments=[SegmentBody(start_s=0.0, end_s=30.0, probabilities=shown)],
        audio=AudioBody(duration_s=30.0, sample_rate_hz=44_100, channels=2, format="WAV"),
        model=ModelBody(name=name, version="1", sha256="0" * 64),
        timing_ms={"decode": 3.2, "predict": 20.6, "total": 23.8},
    )
    return body.model_dump(mode="json")


def not_music(kind: Kind = "speech") -> dict[str, Any]:
    """Make the SVM's body of a sound that is no music; of its genres hip-hop is the nearest."""
    body = prediction("not_music", hiphop=0.6) | {"kind": kind, "tags": TAGS}
    return PredictionBody.model_validate(body).model_dump(mode="json")


def none_of_these() -> dict[str, Any]:
    """Make the SVM's body of music of another kind; of its genres pop is the nearest."""
    body = prediction("none_of_these", pop=0.4) | {"tags": TAGS}
    return PredictionBody.model_validate(body).model_dump(mode="json")


def problem(
    code: str, status: int, title: str = "Title", detail: str = "Detail."
) -> dict[str, Any]:
    """Make a problem body as the services do."""
    return {
        "type": f"urn:music-genre-classifier:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "error": title,
    }


@dataclass
class FakeService:
    """What one server answers, and what it was asked."""

    url: str = ""
    status: int = 200
    content: bytes = b""
    ready_status: int = 200
    sound_status: int = 200
    sound_headers: dict[str, str] = field(default_factory=dict)
    sound: bytes = b"RIFF sound"
    before_read: Callable[[], object] = lambda: None
    before_answer: Callable[[], object] = lambda: None
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def answer_with(self, body: object, status: int = 200) -> None:
        """Answer predictions with this JSON."""
        self.status, self.content = status, json.dumps(body).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    service: FakeService

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a front end that stops waiting is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        service = self.server.service
        service.before_answer()
        if self.path.startswith("/beats/"):
            service.asked.append((self.path, dict(self.headers), b""))
            self._send(service.sound_status, service.sound, service.sound_headers)
        else:
            self._send(service.ready_status, b"{}")

    def do_POST(self) -> None:
        service = self.server.service
        service.before_read()
        body = self.rfile.read(int(self.headers["Content-Length"]))
        service.asked.append((self.path, dict(self.headers), body))
        service.before_answer()
        self._send(service.status, service.content)

    def _send(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        given = {"Content-Type": "application/json", "Content-Length": str(len(content))}
        for name, value in (given | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is given
        """Keep the test output clean."""


@contextmanager
def fake_service(**options: Any) -> Iterator[FakeService]:
    """Run a server that answers with `FakeService(**options)` until the block ends."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.service = FakeService(url=f"http://127.0.0.1:{server.server_port}", **options)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.service
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def talking_socket(*said: bytes, then_every_s: float | None = None) -> Iterator[str]:
    """Run a server that accepts, hardly reads, says something and closes; yield its address.

    The connections hear the given in turn, and the last of them for ever after.
    With `then_every_s` it stays open and says one more byte again and again.
    """
    stop = threading.Event()
    saying = itertools.chain(said, itertools.repeat(said[-1]))

    def talk(listener: socket.socket) -> None:
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(65_536)
                connection.sendall(next(saying))
                while then_every_s is not None and not stop.wait(then_every_s):
                    try:
                        connection.sendall(b" ")
                    except OSError:
                        break

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=talk, args=(listener,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            stop.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
