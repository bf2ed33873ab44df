"""A WSGI app (PEP 3333) behind an ASGI server: each request in a thread, its body in memory.

The body must be whole in the first message, as `music_genre.webapi.server.front` sends it.
"""

import asyncio
import contextvars
import io
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, Final

from music_genre.webapi.server.asgi import Receive, Scope, Send
from music_genre.webapi.serving import REFUSAL

PIECES_AHEAD: Final = 64  # of an answer, which a slow reader has not taken yet

ExcInfo = tuple[type[BaseException], BaseException, TracebackType]
WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


class WsgiBridge:
    """An ASGI app that asks a WSGI app, in `n_threads` threads."""

    def __init__(self, app: WsgiApp, n_threads: int) -> None:
        self.app = app
        self.pool = ThreadPoolExecutor(n_threads, thread_name_prefix="request")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        message = await receive()
        environ = scope_to_environ(scope, message["body"])
        loop = asyncio.get_running_loop()
        answer = _Answer(loop)
        context = contextvars.copy_context()  # of the job that the thread works for
        asking = loop.run_in_executor(self.pool, context.run, answer.fill, self.app, environ)
        try:
            while (sent := await answer.pieces.get()) is not None:
                await send(sent)
                answer.ahead.release()
        finally:
            answer.stop()
        await asking


class _Answer:
    """The messages of an answer, on their way from a thread to the event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.pieces: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self.ahead = threading.Semaphore(PIECES_AHEAD)
        self.start: dict[str, Any] | None = None
        self.is_stopped = False

    def stop(self) -> None:
        """Let the thread end, whether anybody reads on or not."""
        self.is_stopped = True
        self.ahead.release(PIECES_AHEAD)

    def fill(self, app: WsgiApp, environ: dict[str, Any]) -> None:
        """Ask the app, in a thread."""
        try:
            content = app(environ, self.start_response)
            try:
                for piece in content:
                    if piece:
                        self.write(piece)
                    if self.is_stopped:
                        return
                self._send_start()
                self._put({"type": "http.response.body", "body": b""})
            finally:
                if close := getattr(content, "close", None):
                    close()
        finally:
            self.loop.call_soon_threadsafe(self.pieces.put_nowait, None)

    def start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: ExcInfo | None = None
    ) -> Callable[[bytes], None]:
        """Take status and headers, as PEP 3333 has it."""
        if exc_info and self.start is None:
            raise exc_info[1].with_traceback(exc_info[2])
        self.start = {
            "type": "http.response.start",
            "status": int(status.split(" ", 1)[0]),
            "headers": [
                (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
            ],
        }
        return self.write

    def write(self, piece: bytes) -> None:
        """Send a piece of the body."""
        self._send_start()
        self._put({"type": "http.response.body", "body": piece, "more_body": True})

    def _send_start(self) -> None:
        if self.start:
            self._put(self.start)
            self.start = None

    def _put(self, message: dict[str, Any]) -> None:
        self.ahead.acquire()
        self.loop.call_soon_threadsafe(self.pieces.put_nowait, message)


def scope_to_environ(scope: Scope, body: bytes) -> dict[str, Any]:
    """Make the environment of a request."""
    root: str = scope.get("root_path", "")
    path: str = scope["path"].removeprefix(root)
    server, client = scope.get("server") or ("", 0), scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": root.encode().decode("latin-1"),
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("ascii", "replace"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key, text = _header_to_key(name), value.decode("latin-1")
        if key in {"CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING"}:
            continue  # the body is here, whole
        environ[key] = f"{environ[key]},{text}" if key in environ else text
    if REFUSAL in scope:
        environ[REFUSAL] = scope[REFUSAL]
    return environ


def _header_to_key(name: bytes) -> str:
    key = name.decode("latin-1").upper().replace("-", "_")
    return key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
