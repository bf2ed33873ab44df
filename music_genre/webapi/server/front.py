"""What stands before every service: bodies are read here, and so many requests let in at once.

A client that is slow, silent or gone costs a connection here and never a worker: a request is let
into the app when all of its body is there, and leaves its place before the last of its answer is
sent. Probes have a way of their own, which is never full.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Collection
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Final

from music_genre.job import ClientGoneError, Job
from music_genre.webapi.gate.cors import PREFLIGHT
from music_genre.webapi.health import LIVE_BODY
from music_genre.webapi.intake.limits import (
    body_limit_bytes,
    content_type_to_media_type,
    too_large,
)
from music_genre.webapi.logs.asked import ENCODED_HEADER, NO_ROUTE, begin
from music_genre.webapi.problems import ApiError
from music_genre.webapi.server.access_log import AccessLog
from music_genre.webapi.server.asgi import ASGIApp, Message, Receive, Scope, Send
from music_genre.webapi.server.door import Door, scope_to_knock
from music_genre.webapi.server.exchange import Exchange, carefully, say, send_whole
from music_genre.webapi.server.lane import Lane, Place
from music_genre.webapi.server.plain_scope import plain_headers, plain_scope
from music_genre.webapi.server.prefix import scope_to_path
from music_genre.webapi.server.problem_answer import error_to_answer, headers_to_language
from music_genre.webapi.server.shelf import Body, GoneError, Shelf
from music_genre.webapi.serving import PROBES, REFUSAL
from music_genre.webapi.sight.metrics import ServiceMetrics
from music_genre.webapi.sight.traces import RequestSpan, request_span, stage_span

N_SMALL: Final = 4  # requests without a body at the same time
N_PROBES: Final = 2
# Of the event loop: after some, a reset connection is known; after more, it has left the queue.
NOTICING_TURNS: Final = 3
LEAVING_TURNS: Final = 12
PATIENT_S: Final = 60.0  # probes are refused by nobody
QUEUE: Final = "queue"  # the span of waiting for a place
LARGE_BYTES: Final = 8 * 2**20  # a body from this on may be a song of a quarter of an hour
BODIES_AT_LIMIT: Final = 2  # uploads of the largest size that are in memory at the same time
LONGEST_PATH: Final = 8 * 1024  # [bytes]
LIVE: Final = json.dumps(LIVE_BODY).encode()
CLOSE: Final = (b"connection", b"close")
ALLOWED: Final = (b"allow", b"GET, HEAD, POST, DELETE, OPTIONS")  # by one route or another


@dataclass(frozen=True)
class Limits:
    """What a service takes: requests with a body at the same time, and the largest upload.

    `n_large` is how many of them may be large, where those need so much memory.
    """

    n_at_once: int
    max_upload_bytes: int
    n_large: int | None = None


class Front:
    """An ASGI app around a service's own.

    Refusals of `drawn` paths are told by the app, which has pages for them; others are told here.
    `paths` are those of the app's routes.
    """

    def __init__(
        self,
        app: ASGIApp,
        limits: Limits,
        metrics: ServiceMetrics,
        door: Door,
        drawn: Collection[str] = (),
        paths: Collection[str] = (),
    ) -> None:
        self.app, self.limits, self.metrics = app, limits, metrics
        self.door, self.drawn, self.log = door, drawn, AccessLog(door, paths)
        self.work = Lane(limits.n_at_once, name="work")
        self.small = Lane(N_SMALL, name="small")
        self.large = Lane(limits.n_large or limits.n_at_once, name="large")
        self.probes = Lane(N_PROBES, PATIENT_S, "probes")
        metrics.lanes.watch(
            {lane.name: lane for lane in (self.work, self.small, self.large, self.probes)}
        )
        largest = body_limit_bytes("application/json", limits.max_upload_bytes)
        self.shelf = Shelf(BODIES_AT_LIMIT * largest)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and write a line about it."""
        if scope["type"] != "http":
            return
        started = time.perf_counter()
        scope = self.door.prefixes.scope_without_prefix(plain_scope(scope))
        asked = begin(scope["headers"])
        more = [(ENCODED_HEADER, asked.id.encode())]
        send = carefully(send, more)
        exchange = Exchange(scope, scope_to_path(scope), receive, send, more)
        self.door.gate.greet(scope_to_knock(scope, exchange.path, more))
        with span_of(exchange) as span:
            try:
                await self._answer(exchange)
            except ApiError as error:
                await self._refuse(exchange, error)
            except GoneError:
                pass  # nobody is there to be answered
            route = asked.route or NO_ROUTE
            span.end_with(scope["method"], route, exchange.status, asked.id)
        self.log.write(exchange, asked, (time.perf_counter() - started) * 1000)

    async def _answer(self, exchange: Exchange) -> None:
        """Read the body and let the app answer. Raises `ApiError`, `GoneError`."""
        exchange.scope = {**exchange.scope, "headers": plain_headers(exchange.scope["headers"])}
        headers = dict(exchange.scope["headers"])
        if b"transfer-encoding" in headers and b"content-length" in headers:
            raise ApiError("malformed_request")  # two lengths; a proxy may believe the other one
        if len(exchange.scope["raw_path"]) > LONGEST_PATH:
            raise ApiError("path_too_long")
        knock = scope_to_knock(exchange.scope, exchange.path, exchange.more)
        self.door.gate.admit(knock)
        if self.door.gate.is_preflight(knock):
            await say(exchange, PREFLIGHT, b"")
            return
        if exchange.path == "/livez" and exchange.scope["method"] in {"GET", "HEAD"}:
            await say(exchange, [(b"content-type", b"application/json")], LIVE)
            return
        if exchange.path == "*" and exchange.scope["method"] == "OPTIONS":
            await say(exchange, [ALLOWED], b"")
            return
        if not exchange.path.startswith("/") or exchange.path.startswith("//"):
            raise ApiError("not_found")  # Flask would pass over all slashes in front, and over none
        body = Body()
        try:
            content = await self._read(body, headers, exchange.receive)
            await self._pass_on(exchange, self._lanes(exchange.path, len(content)), content)
        finally:
            self.shelf.remove(body)

    def _lanes(self, path: str, n_bytes: int) -> list[Lane]:
        """Choose the lanes in which a request needs a place, in the order in which it waits."""
        if path in PROBES:
            return [self.probes]
        large = [self.large] if n_bytes >= LARGE_BYTES else []
        return [*large, self.work] if n_bytes else [self.small]

    async def _read(self, body: Body, headers: dict[bytes, bytes], receive: Receive) -> bytes:
        """Read the body of a request, if it has one. Raises `ApiError`, `GoneError`."""
        declared = int(headers.get(b"content-length", b"0"))
        if not declared and b"transfer-encoding" not in headers:
            return b""
        media_type = content_type_to_media_type(headers.get(b"content-type", b"").decode("latin-1"))
        limit_bytes = body_limit_bytes(media_type, self.limits.max_upload_bytes)
        if declared > limit_bytes:
            raise too_large(self.limits.max_upload_bytes)
        for lane in self._lanes("", declared or 1):
            await _check(lane)
        return await self.shelf.read(body, receive, limit_bytes, self.limits.max_upload_bytes)

    async def _pass_on(
        self,
        exchange: Exchange,
        lanes: Collection[Lane],
        content: bytes,
        more: Collection[tuple[bytes, bytes]] = (),
    ) -> None:
        """Let the app answer when there is a place in each lane; `more` are headers of it."""
        places: list[Place] = []
        job = Job()
        unread: list[Message] = [{"type": "http.request", "body": content, "more_body": False}]

        async def receive() -> Message:
            return unread.pop() if unread else await exchange.receive()

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                message = {**message, "headers": [*message.get("headers", []), *more]}
            elif not message.get("more_body"):
                _leave(places, job)  # a slow reader has no place here
            await exchange.send(message)

        try:
            with stage_span(QUEUE):
                for lane in lanes:
                    began = time.perf_counter()
                    places.append(await _enter(lane, exchange.receive))
                    waited_s = time.perf_counter() - began
                    self.metrics.waited.labels(lane.name).observe(waited_s)
            await _done_while_waited_for(
                job, exchange.receive, self.app(exchange.scope, receive, send)
            )
        except ClientGoneError as error:
            raise GoneError from error
        finally:
            _leave(places, job)

    async def _refuse(self, exchange: Exchange, error: ApiError) -> None:
        """Answer with a problem; the connection ends with it, as some of a body may be unread."""
        if exchange.path in self.drawn:
            exchange.scope = {**exchange.scope, REFUSAL: error}
            try:
                await self._pass_on(exchange, [self.small], b"", [CLOSE])
            except GoneError:
                return
            except ApiError as worse:
                error = worse
            else:
                return
        self.metrics.reject(error.code)
        language = headers_to_language(exchange.scope["headers"])
        exchange.status, headers, content = error_to_answer(error, language)
        await send_whole(exchange, [*headers, CLOSE], content)


def span_of(exchange: Exchange) -> AbstractContextManager[RequestSpan]:
    """Make the span of a request; probes come every few seconds and have none."""
    if exchange.path in PROBES:
        return nullcontext(RequestSpan())
    return request_span(exchange.scope["method"], exchange.scope["headers"])


async def _check(lane: Lane) -> None:
    """Refuse what would wait too long behind clients that are there. Raises `ApiError`."""
    for _ in range(LEAVING_TURNS):
        if not lane.is_overloaded():
            return
        await asyncio.sleep(0)
    lane.check()


async def _enter(lane: Lane, receive: Receive) -> Place:
    """Wait for a place, or until the client goes away. Raises `ApiError`, `GoneError`."""
    await _check(lane)
    entering = asyncio.create_task(lane.enter())
    going = asyncio.create_task(_until_gone(receive))
    is_let_in = False
    try:
        await asyncio.wait({entering, going}, return_when=asyncio.FIRST_COMPLETED)
        for _ in range(NOTICING_TURNS):  # nothing is begun for who is gone already
            if going.done():
                raise GoneError
            await asyncio.sleep(0)
        is_let_in = True
        return entering.result()
    finally:
        going.cancel()
        if not is_let_in:
            entering.cancel()
            entering.add_done_callback(_leave_again)


async def _done_while_waited_for(job: Job, receive: Receive, work: Awaitable[None]) -> None:
    """Let the app work, and drop its job when the client goes away."""

    async def watch() -> None:
        await _until_gone(receive)
        job.drop()

    watching = asyncio.create_task(watch())
    try:
        with job.within():
            await work
    finally:
        watching.cancel()


def _leave(places: Collection[Place], job: Job) -> None:
    """Make room; how long a dropped job took says nothing about others."""
    for place in places:
        if job.is_dropped:
            place.leave_unused()
        else:
            place.leave()


def _leave_again(entering: "asyncio.Task[Place]") -> None:
    """Give back a place that was got just when nobody wanted it any more."""
    if not entering.cancelled() and not entering.exception():
        entering.result().leave_unused()


async def _until_gone(receive: Receive) -> None:
    """Return when the client has gone away; its body was read already."""
    while (await receive())["type"] != "http.disconnect":
        pass
