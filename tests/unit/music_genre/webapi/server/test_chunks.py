"""Bodies in chunks: the same however they are cut, and faults that are seen at once."""

import h11
import pytest

from music_genre.webapi.server.chunks import (
    LARGEST_CHUNK,
    LONGEST_LINE,
    MEAN_BYTES,
    MOST_SMALL,
    Connection,
)

HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
NEXT = b"GET /next HTTP/1.1\r\nHost: x\r\n\r\n"
MOST_BYTES = 1000
GOOD = b'1\r\na\r\n00A;x="y"\r\n0123456789\r\n3 \t;z\r\n\r\n!\r\n0\r\nTrailer: x\r\n\r\n'
CONTENT = b"a0123456789\r\n!"


def read(connection: Connection, *pieces: bytes) -> tuple[bytes, bool]:
    """Feed a connection; return the content of a body that came, and whether it came whole."""
    content, is_whole = bytearray(), False
    for piece in pieces:
        connection.receive_data(piece)
        while (event := connection.next_event()) not in (h11.NEED_DATA, h11.PAUSED):
            content += event.data if isinstance(event, h11.Data) else b""
            is_whole = is_whole or isinstance(event, h11.EndOfMessage)
    return bytes(content), is_whole


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_however_it_is_cut(size: int) -> None:
    """Pieces may end anywhere; extensions and trailers are passed over."""
    sent = HEAD + GOOD
    pieces = [sent[at : at + size] for at in range(0, len(sent), size)]

    assert (CONTENT, True) == read(Connection(MOST_BYTES), *pieces)


@pytest.mark.parametrize("pieces", [[b"\r\n" + NEXT], [b"\r", b"\n", b"\r\n", NEXT[:5], NEXT[5:]]])
def test_empty_lines_before_a_request(pieces: list[bytes]) -> None:
    """They are passed over, as old browsers send one behind a form."""
    connection = Connection(MOST_BYTES)
    for piece in pieces:
        connection.receive_data(piece)

    assert b"/next" == connection.next_event().target


def test_the_end_of_a_connection() -> None:
    """Nothing is still the end, before a request and behind empty lines."""
    connection = Connection(MOST_BYTES)
    connection.receive_data(b"\r\n")
    assert h11.NEED_DATA is connection.next_event()

    connection.receive_data(b"")
    assert isinstance(connection.next_event(), h11.ConnectionClosed)


def test_next_request_in_the_same_piece() -> None:
    """What stands behind a body is the next request."""
    connection = Connection(MOST_BYTES)
    assert (CONTENT, True) == read(connection, HEAD + GOOD + NEXT)

    ok = h11.Response(status_code=200, headers=[("Content-Length", "0")])
    connection.send(ok)
    connection.send(h11.EndOfMessage())
    connection.start_next_cycle()

    assert b"/next" == connection.next_event().target


@pytest.mark.parametrize(
    "sent",
    [
        b"5\nhello\n0\n\n",
        b"5\r\nhello\n0\r\n",
        b"5\r\nhello0\r\n",
        b"\r\n5\r\n",
        b"+5\r\n",
        b"0x5",
        b"1_0",
        b" 5",
        b"5 5",
        b"f" * 17,
        b"%x\r\n" % (LARGEST_CHUNK + 1),
        b"5;" + b"x" * LONGEST_LINE,
        b"0\r\n: no name\r\n\r\n",
        b"0\r\nX: " + b"x" * MOST_BYTES,
    ],
)
def test_faults_are_seen_at_once(sent: bytes) -> None:
    """What can become no chunk is refused, though its sender may go on."""
    with pytest.raises(h11.RemoteProtocolError):
        read(Connection(MOST_BYTES), HEAD, sent)


@pytest.mark.parametrize("sent", [b"f", b"%x\r\n" % LARGEST_CHUNK, b"5;x\r", b"5\r\nhello\r"])
def test_what_may_go_on(sent: bytes) -> None:
    """A line, or a chunk, that is not whole yet is waited for."""
    assert not read(Connection(MOST_BYTES), HEAD, sent)[1]


def test_very_many_small_chunks() -> None:
    """So many may be of a byte, and no more; larger ones make room for others."""
    small = b"1\r\na\r\n" * MOST_SMALL

    content, _ = read(Connection(MOST_BYTES), HEAD, small)
    assert MOST_SMALL == len(content)
    with pytest.raises(h11.RemoteProtocolError):
        read(Connection(MOST_BYTES), HEAD, small, b"1\r\na\r\n" * (MOST_SMALL // MEAN_BYTES + 100))
    large = b"1000\r\n" + bytes(4096) + b"\r\n"
    assert len(content) + 40_960 == len(read(Connection(MOST_BYTES), HEAD, small, large * 10)[0])


def test_body_that_ends_early() -> None:
    """The end of a connection in the middle of a body is a fault."""
    connection = Connection(MOST_BYTES)
    read(connection, HEAD, b"5\r\nhe")

    with pytest.raises(h11.RemoteProtocolError):
        read(connection, b"")


@pytest.mark.parametrize(
    ("sent", "is_quick"),
    [
        (HEAD[:-2], False),
        (HEAD, False),
        (HEAD + b"1\r\na\r\n" * 10, False),
        (HEAD + b"1000\r\n" + bytes(4096) + b"\r\n" + b"1\r\na\r\n" * 3, True),
        (HEAD.replace(b"Transfer-Encoding: chunked", b"Content-Length: 10"), True),
        (HEAD + GOOD, False),
    ],
    ids=["head", "no chunk", "small", "large", "length", "over"],
)
def test_what_is_quick_to_read(sent: bytes, is_quick: bool) -> None:
    """Bodies are, unless they come in small chunks; heads are not."""
    connection = Connection(MOST_BYTES)
    read(connection, sent)

    assert is_quick == connection.is_quick_to_read()
