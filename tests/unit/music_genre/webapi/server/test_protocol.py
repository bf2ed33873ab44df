"""One connection with its client: silent, cut off, no HTTP at all; over real sockets."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import uvicorn

from music_genre.webapi.server import protocol
from music_genre.webapi.server.asgi import Receive, Scope, Send
from music_genre.webapi.server.protocol import (
    LONG_TURN,
    SHORT_TURN,
    LingeringTransport,
    PatientProtocol,
)

HOST = b"Host: x\r\n"
GET = b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"
POST = b"POST / HTTP/1.1\r\nAccept-Language: en\r\n" + HOST
Exchange = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Refuse `/early` unread; else answer with the number of bytes that came."""
    n_bytes, more = 0, scope["path"] != "/early"
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        n_bytes += len(message["body"])
        more = message["more_body"]
    body = str(n_bytes).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    if scope["path"] == "/early":
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def talk(exchange: Exchange) -> None:
    """Run a server, and let a client talk with it."""

    async def serve_and_talk() -> None:
        config = uvicorn.Config(
            app, port=0, http=PatientProtocol, lifespan="off", log_config=None, ws="none"
        )
        server = uvicorn.Server(config)
        listener = socket.create_server(("127.0.0.1", 0))
        config.load()
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:
            await asyncio.sleep(0.001)
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        try:
            await asyncio.wait_for(exchange(reader, writer), 20)
        finally:
            writer.close()
            server.should_exit = True
            await serving
            listener.close()

    asyncio.run(serve_and_talk())


def said(answer: bytes) -> tuple[int, str]:
    """Return status and code of a problem that came over the wire."""
    head, _, body = answer.partition(b"\r\n\r\n")
    problem: dict[str, Any] = json.loads(body)
    assert b"application/problem+json" in head
    return int(head.split()[1]), problem["code"]


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
        POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        POST + b"Content-Length: five\r\n\r\nhello",
        POST + b"Transfer-Encoding: chunked\r\n\r\nXYZ\r\nhello\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n-1\r\nhello\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffffff\r\nhello\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n5\nhello\n0\n\n",
    ],
    ids=["words", "no-host", "hosts", "lengths", "length", "chunk", "negative", "large", "LF"],
)
def test_what_is_no_http(sent: bytes) -> None:
    """Each is a 400 with an answer, and the connection ends."""

    async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(sent)
        assert (400, "malformed_request") == said(await reader.read())

    talk(exchange)


@pytest.mark.parametrize(("n_bytes", "status"), [(60_000, b"200"), (80_000, b"431")])
def test_length_of_a_head(n_bytes: int, status: bytes) -> None:
    """A long head is read, and one that is too long is not, in however many pieces it comes."""

    async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(GET[:-2] + b"Connection: close\r\nX: " + b"x" * n_bytes + b"\r\n\r\n")
        assert status == (await reader.read()).split()[1]

    talk(exchange)


@pytest.mark.parametrize(
    "sent",
    [
        POST + b"Content-Length: 10\r\n\r\nhalf",
        POST + b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
    ],
    ids=["length", "chunks"],
)
def test_body_that_ends_early(sent: bytes) -> None:
    """Half a body is refused, in the reader's language, not taken for all of it."""

    async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(sent)
        writer.write_eof()
        answer = await reader.read()
        assert (400, "body_cut_off") == said(answer)
        assert b"Fewer bytes came" in answer

    talk(exchange)


@pytest.mark.parametrize(
    "sent",
    [b"", GET[:20], POST + b"Content-Length: 10\r\n\r\nhalf"],
    ids=["nothing", "half-a-head", "half-a-body"],
)
def test_silence(monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    """Whoever says nothing for too long is told so, and the connection ends."""
    monkeypatch.setattr(protocol, "SILENCE_S", 0.2)
    monkeypatch.setattr(protocol, "LOOK_AGAIN_S", 0.05)

    async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(sent)
        assert (408, "request_timeout") == said(await reader.read())

    talk(exchange)


def test_trickling_head(monkeypatch: pytest.MonkeyPatch) -> None:
    """A head has its time as a whole: a letter now and then does not prolong it."""
    monkeypatch.setattr(protocol, "SILENCE_S", 0.3)
    monkeypatch.setattr(protocol, "LOOK_AGAIN_S", 0.05)

    async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reading = asyncio.create_task(reader.read())
        writer.write(b"GET / HTTP/1.1\r\nX: ")
        while not reading.done():
            writer.write(b"x")
            await asyncio.wait({reading}, timeout=0.05)
        assert (408, "request_timeout") == said(reading.result())

    talk(exchange)


def test_next_request_has_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection in use is not silent: each request begins anew."""
    monkeypatch.setattr(protocol, "SILENCE_S", 0.4)
    monkeypatch.setattr(protocol, "LOOK_AGAIN_S", 0.05)

    async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(4):
            writer.write(GET)
            answer = await reader.readuntil(b"\r\n\r\n0")
            assert answer.startswith(b"HTTP/1.1 200")
            await asyncio.sleep(0.2)

    talk(exchange)


def test_refusal_reaches_who_still_sends() -> None:
    """An answer before the end of the body arrives, though the connection ends with it."""

    async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        n_bytes = 20_000_000
        head = POST.replace(b"POST /", b"POST /early") + b"Content-Length: %d\r\n\r\n" % n_bytes
        writer.write(head + bytes(n_bytes))
        await writer.drain()
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 200")

    talk(exchange)


def test_unread_body_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What came of a body before its refusal is dropped with it, though the client sends on."""
    kept: list[int] = []
    original = LingeringTransport.close

    def close(self: LingeringTransport) -> None:
        protocol = self.get_protocol()
        assert protocol.cycle.body
        original(self)
        kept.append(len(protocol.cycle.body))

    monkeypatch.setattr(LingeringTransport, "close", close)

    async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = POST.replace(b"POST /", b"POST /early") + b"Content-Length: 100\r\n\r\n"
        writer.write(head + b"half")
        assert (await reader.read()).startswith(b"HTTP/1.1 200")

    talk(exchange)
    assert [0] == kept


@pytest.mark.parametrize(
    ("body", "turn"),
    [
        (b"Content-Length: 10\r\n\r\nhello", LONG_TURN),
        (b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 9, SHORT_TURN),
    ],
    ids=["length", "small-chunks"],
)
def test_whose_turn_is_long(monkeypatch: pytest.MonkeyPatch, body: bytes, turn: int) -> None:
    """Who sends what is work is read a little at a time, and the others in between."""
    turns: list[int] = []
    original = PatientProtocol.data_received

    def data_received(self: PatientProtocol, data: bytes) -> None:
        original(self, data)
        turns.append(self.transport.max_size)  # type: ignore[attr-defined]  # asyncio's own has it

    monkeypatch.setattr(PatientProtocol, "data_received", data_received)

    async def exchange(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(POST + body)
        while not turns:
            await asyncio.sleep(0.001)
        assert [turn] == turns

    talk(exchange)


def test_system_asks_whether_the_client_is_there() -> None:
    """TCP's own keep-alive is on."""
    seen: list[int] = []
    original = PatientProtocol.connection_made

    def connection_made(self: PatientProtocol, transport: asyncio.Transport) -> None:
        original(self, transport)
        connection = transport.get_extra_info("socket")
        seen.append(connection.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE))

    async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(GET)
        await reader.readuntil(b"\r\n\r\n")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PatientProtocol, "connection_made", connection_made)
        talk(exchange)

    assert [1] == [bool(value) for value in seen]
