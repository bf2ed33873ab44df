"""HTTP/1.1 over one connection: uvicorn's, with patience that ends and answers that arrive.

- A connection on which nothing comes for `SILENCE_S`, or no whole head, is told so (408) and
  closed; so is one whose client reads nothing.
- What is no HTTP is answered with our problem bodies; a body that ends early is a 400.
- Where a request is refused before all of it was read, the rest is read and dropped for a moment:
  a connection closed with unread data is reset, and its client would not see the refusal.
"""

import asyncio
import socket
from http import HTTPStatus
from typing import Any, Final, cast

import h11
from uvicorn.protocols.http.h11_impl import STATUS_PHRASES, H11Protocol, RequestResponseCycle

from music_genre.webapi.intake.limits import DRAIN_BYTES, DRAIN_S
from music_genre.webapi.logs.asked import HEADER, begin
from music_genre.webapi.problems import ApiError
from music_genre.webapi.server.chunks import Connection
from music_genre.webapi.server.problem_answer import error_to_answer, headers_to_language
from music_genre.webapi.server.security_headers import with_security

SILENCE_S: Final = 30.0
MOST_BYTES_OF_A_HEAD: Final = 64 * 1024
LOOK_AGAIN_S: Final = 5.0
# What is read of a connection before the others have their turn [bytes]: one that is work, or not.
SHORT_TURN: Final = 8 * 1024
LONG_TURN: Final = 256 * 1024
# A peer that is gone without a word is noticed after a minute and a half.
KEEP_ALIVE: Final = (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3))


class LingeringTransport:
    """A transport whose `close` lets the client finish what it is sending, for a moment."""

    def __init__(self, transport: asyncio.Transport, protocol: "PatientProtocol") -> None:
        self._transport, self._protocol = transport, protocol
        self.is_lingering = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def read_in_turns_of(self, n_bytes: int) -> None:
        """Read so much at a time, where the event loop is asyncio's, which can be told."""
        if hasattr(self._transport, "max_size"):
            self._transport.max_size = n_bytes

    def is_closing(self) -> bool:
        """Tell whether nothing more will be sent."""
        return self.is_lingering or self._transport.is_closing()

    def close(self) -> None:
        """Close, at once where everything was read."""
        if self.is_closing():
            return
        if not self._protocol.has_unread_body():
            self._transport.close()
            return
        self.is_lingering = True
        self._protocol.forget_body()
        self._transport.write_eof()
        self._transport.resume_reading()
        self._protocol.loop.call_later(DRAIN_S, self._transport.close)


class PatientProtocol(H11Protocol):
    """uvicorn's protocol with limits on silence."""

    transport: asyncio.Transport
    conn: Connection
    cycle: RequestResponseCycle | None  # type: ignore[assignment]  # None before the first request

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn = Connection(MOST_BYTES_OF_A_HEAD)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to listen to a client."""
        self.lingering = LingeringTransport(transport, self)
        self.n_dropped = 0
        self.lingering.read_in_turns_of(SHORT_TURN)
        super().connection_made(cast("asyncio.Transport", self.lingering))
        _keep_alive(transport.get_extra_info("socket"))
        self.heard_at = self.head_began_at = self.loop.time()
        self.unsent = 0
        self.sent_at = self.heard_at
        self.look = self.loop.call_later(SILENCE_S, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a client."""
        self.look.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what came."""
        now = self.loop.time()
        if self.lingering.is_lingering:
            self.n_dropped += len(data)
            if self.n_dropped > DRAIN_BYTES:
                self.transport.abort()
            return
        if self._is_between_requests() and not self.conn.trailing_data[0]:
            self.head_began_at = now
        self.heard_at = now
        super().data_received(data)
        is_quick = self.conn.is_quick_to_read()
        self.lingering.read_in_turns_of(LONG_TURN if is_quick else SHORT_TURN)

    def eof_received(self) -> None:
        """Hear that no more will come, which is a fault in the middle of a body."""
        if self.lingering.is_lingering:
            self.transport.abort()
        elif self.has_unread_body() and not self._is_between_requests():
            self.refuse("body_cut_off")

    def on_response_complete(self) -> None:
        """Wait for the next request; a head has its time from now on."""
        self.head_began_at = self.loop.time()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP; `msg` is uvicorn's, for the log."""
        del msg
        is_too_large = self.conn.status_hint == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        self.refuse("headers_too_large" if is_too_large else "malformed_request")

    def _should_upgrade(self) -> bool:
        """Speak no other protocol, and write nothing about it into the log."""
        return False

    def has_unread_body(self) -> bool:
        """Tell whether the client has, or may have, more of a request to send."""
        return self.conn.their_state in {h11.SEND_BODY, h11.ERROR}

    def forget_body(self) -> None:
        """Drop what has come of a body that nobody reads any more."""
        if self.cycle is not None:
            self.cycle.body = bytearray()

    def refuse(self, code: str) -> None:
        """Answer with a problem, if nothing was answered yet, and close."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True  # whoever works on it hears no more of the client
            self.cycle.message_event.set()
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            language = headers_to_language(self.headers or [])
            request_id = begin(self.headers or []).id
            close = {"Connection": "close", HEADER: request_id}
            status, headers, content = error_to_answer(ApiError(code), language, close)
            headers = with_security(headers)
            answer = h11.Response(
                status_code=status, headers=headers, reason=STATUS_PHRASES[status]
            )
            for event in (answer, h11.Data(data=content), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event))
        self.transport.close()

    def _is_between_requests(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _look(self) -> None:
        """Close the connection if it has been silent too long, else look again in time."""
        if self.transport.is_closing():
            return
        now = self.loop.time()
        unsent = self.transport.get_write_buffer_size()
        if not unsent or unsent != self.unsent:
            self.unsent, self.sent_at = unsent, now
        if now - self.sent_at >= SILENCE_S:
            self.transport.abort()
            return
        silent_s = 0.0
        if self._is_between_requests() and self.conn.their_state is not h11.SEND_BODY:
            silent_s = now - self.head_began_at
        elif self.has_unread_body() and not self.flow.read_paused:
            silent_s = now - self.heard_at
        if silent_s >= SILENCE_S:
            self.refuse("request_timeout")
            return
        wait_s = min(SILENCE_S - silent_s, LOOK_AGAIN_S) if silent_s or unsent else LOOK_AGAIN_S
        self.look = self.loop.call_later(wait_s, self._look)


def _keep_alive(connection: socket.socket | None) -> None:
    """Let the system ask from time to time whether the other side is still there."""
    if connection is None:
        return
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in KEEP_ALIVE:
        if option := getattr(socket, name, None):  # not every system has all of them
            connection.setsockopt(socket.IPPROTO_TCP, option, value)
