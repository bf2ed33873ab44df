"""Bodies in chunks (RFC 9112, 7.1) as `h11` is to read them: quickly, and with faults seen at once.

h11 waits for the rest of a line that ends without CR, and of a chunk that nobody could send; and it
works for some ten microseconds on each chunk, which sixty clients with chunks of a byte make long.
"""

import re
from typing import Any, Final, NoReturn

import h11
from h11._readers import ChunkedReader
from h11._receivebuffer import ReceiveBuffer

READ_BYTES: Final = 2**20
LARGEST_CHUNK: Final = 2**40  # [bytes]; no service takes a body of that length
LONGEST_LINE: Final = 16 * 1024  # [bytes]
# So many chunks may be small; the others have `MEAN_BYTES` on average.
MOST_SMALL: Final = 100_000
MEAN_BYTES: Final = 64
GOOD_MEAN_BYTES: Final = 512  # from this on chunks cost no more than their bytes
LINE: Final = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\r\n")
START_OF_LINE: Final = re.compile(rb"(?:[0-9A-Fa-f]{1,16}[ \t]*(?:;[^\r\n]*)?\r?)?")
LINE_END: Final = b"\r\n"


class Connection(h11.Connection):
    """The server's side of a connection of h11, with our reader of chunks."""

    def __init__(self, most_bytes_of_a_head: int) -> None:
        super().__init__(h11.SERVER, most_bytes_of_a_head)
        self.status_hint = 0  # of what was no HTTP

    def receive_data(self, data: bytes) -> None:
        """Take what came; empty lines before a request are none (RFC 9112, 2.2)."""
        is_before_a_head = self.their_state is h11.IDLE and not self.trailing_data[0]
        rest = data.lstrip(LINE_END) if is_before_a_head else data
        if rest or not data:  # nothing at all is the end of the connection
            super().receive_data(rest)

    def next_event(self) -> Any:
        """Return the next event. Raises `h11.RemoteProtocolError` for what is no HTTP."""
        try:
            event = super().next_event()
        except h11.RemoteProtocolError as error:
            self.status_hint = error.error_status_hint
            raise
        if isinstance(event, h11.Request) and isinstance(self._reader, ChunkedReader):
            self._reader = QuickReader(self._reader)
        return event

    def is_quick_to_read(self) -> bool:
        """Tell whether it is work of no account to read what comes next."""
        reader = self._reader
        return self.their_state is h11.SEND_BODY and (
            not isinstance(reader, QuickReader) or reader.has_large_chunks()
        )


class QuickReader:
    """What h11 calls to read a body: many chunks become one event. Trailers are h11's."""

    def __init__(self, of_h11: ChunkedReader) -> None:
        self._of_h11 = of_h11
        self._rest = b""  # of what came: the start of a line
        self._n_left = 0  # of a chunk, which are still to come
        self._is_content_over = self._is_behind_content = False
        self._n_chunks = self._n_bytes = 0

    def __call__(self, buffer: ReceiveBuffer) -> Any:
        """Return the next event, or None where more is needed. Raises `h11.RemoteProtocolError`."""
        if self._is_content_over:
            return self._of_h11(buffer)
        came = buffer.maybe_extract_at_most(READ_BYTES)
        if came is None:
            return None
        content, self._is_content_over = self._cut(self._rest + came)
        self._n_bytes += len(content)
        if self._n_chunks > MOST_SMALL + self._n_bytes // MEAN_BYTES:
            raise _fault("too many chunks")
        if self._is_content_over:
            buffer += b"0\r\n" + self._rest
        if content:
            return h11.Data(data=content)
        return self._of_h11(buffer) if self._is_content_over else None

    def has_large_chunks(self) -> bool:
        """Tell whether the chunks so far were long on average, and there were some."""
        return self._n_bytes > GOOD_MEAN_BYTES * self._n_chunks

    def read_eof(self) -> NoReturn:
        """Say that the body ended early. Raises `h11.RemoteProtocolError`."""
        self._of_h11.read_eof()

    def _cut(self, came: bytes) -> tuple[bytes, bool]:
        """Take the content of chunks out of what came, and tell whether that was the last.

        What is no whole line, or stands behind the last chunk, is kept.
        """
        contents, at, is_over = [], 0, False
        while at < len(came) and not is_over:
            if self._n_left:
                contents.append(came[at : at + self._n_left])
                at += len(contents[-1])
                self._n_left -= len(contents[-1])
                self._is_behind_content = not self._n_left
            elif self._is_behind_content:
                if not came.startswith(LINE_END, at):
                    break
                self._is_behind_content, at = False, at + 2
            elif line := LINE.match(came, at):
                at, self._n_left = line.end(), int(line[1], 16)
                self._n_chunks += 1
                is_over = not self._n_left
                if self._n_left > LARGEST_CHUNK:
                    raise _fault("a chunk that nobody could send")
            else:
                break
        self._rest = came[at:]
        if not is_over:
            self._check_rest()
        return b"".join(contents), is_over

    def _check_rest(self) -> None:
        """Refuse what can become no line, whatever follows. Raises `h11.RemoteProtocolError`."""
        if self._is_behind_content:
            is_good = LINE_END.startswith(self._rest)
        else:
            is_good = len(self._rest) <= LONGEST_LINE and bool(START_OF_LINE.fullmatch(self._rest))
        if not is_good:
            raise _fault("no chunk")


def _fault(what: str) -> h11.RemoteProtocolError:
    return h11.RemoteProtocolError(what)
