"""Places of songs."""

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from genre_cli.bulk.source import ATTEMPTS, SourceError, place_to_bytes
from genre_cli.telling.names import name_to_uri
from music_genre.webapi.problems import ApiError
from tools.processes import nobody

SONG = b"RIFF" * 100_000


class Store(BaseHTTPRequestHandler):
    """Answers as its paths say; `/busy` at the third time."""

    asked: list[str]

    def do_GET(self) -> None:
        """Answer."""
        name = self.path.strip("/")
        self.asked.append(name)
        status = (
            200
            if name == "song" or self.asked.count("busy") > 2
            else int(name.strip("busy") or 503)
        )
        if status != 200:
            self.send_error(status)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(SONG)))
        self.end_headers()
        self.wfile.write(SONG)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def store() -> Iterator[tuple[str, list[str]]]:
    """Run the store; give its address and what it was asked."""
    Store.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Store)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", Store.asked
    server.shutdown()
    server.server_close()
    thread.join()


def test_files_and_addresses(tmp_path: Path, store: tuple[str, list[str]]) -> None:
    """A path, a file's URL and HTTP give the same bytes, each with one request."""
    (tmp_path / "a b.wav").write_bytes(SONG)
    places = [str(tmp_path / "a b.wav"), f"file://{tmp_path}/a b.wav", f"{store[0]}/song"]

    assert [(SONG, 1)] * 3 == [place_to_bytes(place) for place in places]
    assert ["song"] == store[1]


def test_what_is_busy_is_asked_again(store: tuple[str, list[str]]) -> None:
    """A server that answers at the third time is heard."""
    assert (SONG, 3) == place_to_bytes(f"{store[0]}/busy", first_pause_s=0.01)


@pytest.mark.parametrize(
    ("path", "code", "attempts"),
    [
        ("404", "file_not_found", 1),
        ("410", "file_not_found", 1),
        ("403", "file_unreadable", 1),
        ("429", "source_unreachable", ATTEMPTS),
        ("500", "source_unreachable", ATTEMPTS),
    ],
)
def test_what_a_server_refuses(
    path: str, code: str, attempts: int, store: tuple[str, list[str]]
) -> None:
    """What stays so is asked once, what may pass several times."""
    with pytest.raises(SourceError) as raised:
        place_to_bytes(f"{store[0]}/{path}", first_pause_s=0.01)

    assert (code, attempts) == (raised.value.code, raised.value.attempts)
    assert attempts == len(store[1])


def test_places_that_are_none(tmp_path: Path) -> None:
    """Each has its code, and none is waited for."""
    os.mkfifo(tmp_path / "pipe")
    codes = {
        str(tmp_path / "none"): "file_not_found",
        "": "not_a_file",
        str(tmp_path): "not_a_file",
        str(tmp_path / "pipe"): "file_unreadable",
        f"{nobody()}/x": "source_unreachable",
        "nothing://is/here": "source_unsupported",
    }
    found = {}
    for place in codes:
        with pytest.raises(SourceError) as raised:
            place_to_bytes(place, first_pause_s=0.01)
        found[place] = raised.value.code

    assert codes == found


def test_what_is_too_large_is_not_read(tmp_path: Path, store: tuple[str, list[str]]) -> None:
    """Whether it says its size or not."""
    (tmp_path / "large").write_bytes(SONG)

    for place in (str(tmp_path / "large"), f"{store[0]}/song"):
        assert (SONG, 1) == place_to_bytes(place, len(SONG))
        with pytest.raises(ApiError, match="too_large"):
            place_to_bytes(place, len(SONG) - 1)


def test_escapes_of_a_uri_are_undone(tmp_path: Path) -> None:
    """Whatever bytes a name has; a file that is called by the escapes themselves comes first."""
    odd = os.fsencode(tmp_path) + b"/a b\xe9\n.wav"
    Path(os.fsdecode(odd)).write_bytes(b"odd")
    (tmp_path / "50%25.wav").write_bytes(b"literal")

    uri = name_to_uri(os.fsdecode(odd))
    assert uri.endswith("/a%20b%E9%0A.wav")
    assert (b"odd", 1) == place_to_bytes(uri)
    assert (b"literal", 1) == place_to_bytes(f"file://{tmp_path}/50%25.wav")
