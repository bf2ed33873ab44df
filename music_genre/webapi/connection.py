"""One request to another service → its answer, bounded in time and size.

A name may stand for several replicas. Where one refuses, the next address of the name is tried;
where one breaks off, if only its answer, the request is sent once more after a moment, which
changes nothing: a process that is ending takes connections until the last of its workers is gone.

The deadline is looked at between the pieces of a body. Headers that trickle are not: whoever must
answer in time whatever comes, waits for this in a thread (`frontend.answers.services`).

Every failure is an `ApiError` with a code for the reader: `not_ready` (nobody answers there),
`service_timeout` (somebody does, too slowly) or `bad_answer` (not what a service says).
"""

import socket
import time
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import requests
import urllib3
from pydantic import SecretStr
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool

from music_genre.job import current_job
from music_genre.webapi.gate.api_keys import GUARDED
from music_genre.webapi.logs.asked import id_to_headers
from music_genre.webapi.problems import ApiError
from music_genre.webapi.sight.traces import trace_to_headers

READ_BYTES: Final = 64 * 1024
SECOND_TRY_AFTER_S: Final = 0.3
MOST_ANSWER_BYTES: Final = 4 * 1024 * 1024  # a track of fifteen minutes has under 100 kB


class _KeyOfThisProcess:
    """The key by which this process asks the genre services for `/v1`, where they want one."""

    def __init__(self) -> None:
        self.key: SecretStr | None = None

    def to_headers(self, url: str) -> dict[str, str]:
        if self.key is None or not urlsplit(url).path.startswith(GUARDED):
            return {}
        return {"Authorization": f"Bearer {self.key.get_secret_value()}"}


_own_key = _KeyOfThisProcess()


def use_key(key: SecretStr | None) -> None:
    """Send a key with every question for `/v1` from now on; None is no key."""
    _own_key.key = key


@dataclass(frozen=True)
class Timeouts:
    """How long to wait for a connection, and for the whole answer [s]."""

    connect_s: float
    answer_s: float


@dataclass(frozen=True)
class Answer:
    """Status and body of a response."""

    status: int
    content: bytes


@dataclass(frozen=True)
class Stream:
    """A response whose body comes piece by piece; `close` it whatever happens."""

    status: int
    headers: Mapping[str, str]
    pieces: Iterator[bytes]
    close: Callable[[], None]


class _TimeoutsAdapter(HTTPAdapter):
    """Connects quickly or not at all, but sends as long as an answer may take.

    urllib3 sends under the connect timeout, and a busy service starts to read late.
    """

    def __init__(self, timeouts: Timeouts) -> None:
        self.timeouts = timeouts
        self.sockets: list[socket.socket] = []
        super().__init__()

    def hang_up(self) -> None:
        """End what goes on, in whichever thread."""
        for connected in self.sockets:
            with suppress(OSError):  # it has ended
                connected.shutdown(socket.SHUT_RDWR)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        timeouts, sockets = self.timeouts, self.sockets

        class Connection(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                self.sock.settimeout(timeouts.answer_s)
                sockets.append(self.sock)
                current_job().go_on()

        class Pool(HTTPConnectionPool):
            ConnectionCls = Connection

        self.poolmanager.pool_classes_by_scheme = {
            **self.poolmanager.pool_classes_by_scheme,
            "http": Pool,
        }


def request_to_answer(
    method: str,
    url: str,
    timeouts: Timeouts,
    payload: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Send a request, if need be twice.

    Raises `ApiError` (`not_ready`, `service_timeout`, `bad_answer`), and `ClientGoneError` at once
    when nobody waits for it any more.
    """
    deadline = time.monotonic() + timeouts.answer_s
    try:
        return _request_to_answer_once(method, url, timeouts, payload, headers or {}, deadline)
    except ApiError as error:
        if error.code == "service_timeout":
            raise
    time.sleep(SECOND_TRY_AFTER_S)
    return _request_to_answer_once(method, url, timeouts, payload, headers or {}, deadline)


def request_to_stream(
    url: str, timeouts: Timeouts, headers: Mapping[str, str], streamed: Container[int]
) -> Stream | Answer:
    """GET an address; return a stream for statuses of `streamed`, else the whole answer.

    Raises `ApiError` as `request_to_answer` does.
    """
    deadline = time.monotonic() + timeouts.answer_s
    with _failures_as_api_errors(deadline), ExitStack() as stack:
        response = stack.enter_context(_opened("GET", url, timeouts, None, headers))
        if response.status_code not in streamed:
            return Answer(response.status_code, _response_to_content(response, deadline))
        pieces = response.raw.stream(READ_BYTES)
        return Stream(response.status_code, response.headers, pieces, stack.pop_all().close)


def _request_to_answer_once(
    method: str,
    url: str,
    timeouts: Timeouts,
    payload: bytes | None,
    headers: Mapping[str, str],
    deadline: float,
) -> Answer:
    with (
        _failures_as_api_errors(deadline),
        _opened(method, url, timeouts, payload, headers) as response,
    ):
        return Answer(response.status_code, _response_to_content(response, deadline))


@contextmanager
def _failures_as_api_errors(deadline: float) -> Iterator[None]:
    """Turn `requests`/`urllib3` errors into `ApiError` codes; `deadline` is on `time.monotonic`.

    Where nobody waits for the answer any more they are a `ClientGoneError`.
    """
    try:
        yield
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        current_job().go_on()
        late = time.monotonic() >= deadline
        raise ApiError("service_timeout" if late else _error_to_code(error)) from error


@contextmanager
def _opened(
    method: str, url: str, timeouts: Timeouts, payload: bytes | None, headers: Mapping[str, str]
) -> Iterator[requests.Response]:
    """Send a request and yield its response, whose body was not read yet."""
    with requests.Session() as session:
        session.trust_env = False  # the services are near: no proxy, no .netrc
        adapter = _TimeoutsAdapter(timeouts)
        session.mount("http://", adapter)
        with (
            current_job().ending(adapter.hang_up),
            session.request(
                method,
                url,
                data=payload,
                headers={
                    "Accept-Encoding": "identity",
                    **id_to_headers(),
                    **trace_to_headers(),
                    **_own_key.to_headers(url),
                    **headers,
                },
                timeout=(timeouts.connect_s, timeouts.answer_s),
                allow_redirects=False,
                stream=True,
            ) as response,
        ):
            yield response


def _response_to_content(response: requests.Response, deadline: float) -> bytes:
    """Read piece by piece: a timeout of the socket alone would let a body trickle for ever."""
    content = bytearray()
    while piece := response.raw.read1(READ_BYTES):
        content += piece
        if len(content) > MOST_ANSWER_BYTES:
            raise requests.exceptions.ContentDecodingError
        if time.monotonic() >= deadline:
            raise requests.ReadTimeout
    return bytes(content)


def _error_to_code(error: Exception) -> str:
    """Choose a code: `bad_answer` for what is no HTTP, `not_ready` for a broken connection."""
    if isinstance(error, requests.ReadTimeout | urllib3.exceptions.ReadTimeoutError):
        return "service_timeout"
    if isinstance(error, requests.ConnectionError):
        cause = error.__context__
        while cause:
            if isinstance(cause, OSError | urllib3.exceptions.TimeoutError):
                return "not_ready"
            cause = cause.__cause__ or cause.__context__
    return "bad_answer"
