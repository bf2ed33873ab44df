"""One request to another service: its answer, its two timeouts, its second try, its errors."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest
from fake_services import FakeService, fake_service, talking_socket
from pydantic import SecretStr

from music_genre.webapi.connection import (
    MOST_ANSWER_BYTES,
    READ_BYTES,
    SECOND_TRY_AFTER_S,
    Answer,
    Stream,
    Timeouts,
    request_to_answer,
    request_to_stream,
    use_key,
)
from music_genre.webapi.problems import ApiError
from tools.processes import nobody

PATIENT = Timeouts(connect_s=5, answer_s=60)
IMPATIENT = Timeouts(connect_s=5, answer_s=1)
HANGS_S = 30  # then a service answers after all, if anyone still waits
HEADERS = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n"
STREAMED = frozenset({200, 206})


@pytest.fixture
def service() -> Iterator[FakeService]:
    """Run a service that answers `song` to a POST."""
    with fake_service(content=b"song") as running:
        yield running


@pytest.fixture
def hang() -> Iterator[Callable[[], object]]:
    """Give something that waits until the test is over."""
    over = threading.Event()
    yield lambda: over.wait(HANGS_S)
    over.set()


def code_of(url: str, timeouts: Timeouts = PATIENT) -> str:
    """Return the code of the error that a POST ends with."""
    with pytest.raises(ApiError) as raised:
        request_to_answer("POST", url, timeouts, b"x")
    return raised.value.code


def break_first(service: FakeService, then: Callable[[], object] = lambda: None) -> None:
    """Let the service break off its first answer, and do something before each later one."""

    def before_answer() -> None:
        if len(service.asked) == 1:
            raise ConnectionAbortedError
        then()

    service.before_answer = before_answer


def test_request_and_answer(service: FakeService) -> None:
    """Path, headers and body arrive as they were given, uncompressed; so does the answer."""
    service.status = 422

    answer = request_to_answer(
        "POST", f"{service.url}/v1/predict?a=b", PATIENT, b"\x00wave", {"Content-Type": "audio/wav"}
    )

    assert Answer(422, b"song") == answer
    ((path, headers, body),) = service.asked
    assert ("/v1/predict?a=b", b"\x00wave") == (path, body)
    assert ("audio/wav", "identity") == (headers["Content-Type"], headers["Accept-Encoding"])


def test_nobody_listens() -> None:
    """Where a connection is refused, the service is not ready."""
    assert "not_ready" == code_of(nobody())


def test_unknown_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name without an address is a service that is not ready."""

    def unknown(*_arguments: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    assert "not_ready" == code_of("http://nowhere.invalid:5001")


def test_nobody_accepts() -> None:
    """A machine that swallows connections is given up after the timeout for connecting."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, ExitStack() as waiting:
        for _ in range(3):  # the queue of a listener holds one or two; the others are let wait
            client = waiting.enter_context(closing(socket.socket()))
            client.setblocking(False)
            client.connect_ex(full.getsockname())

        code = code_of(f"http://127.0.0.1:{full.getsockname()[1]}", Timeouts(0.1, HANGS_S))

    assert "not_ready" == code


def test_service_that_hangs_is_asked_once(service: FakeService, hang: Callable[[], object]) -> None:
    """Who takes a request and never answers is late, and is not burdened with it again."""
    service.before_answer = hang

    assert "service_timeout" == code_of(service.url, IMPATIENT)
    assert 1 == len(service.asked)


def test_answer_that_trickles() -> None:
    """One byte again and again does not get past the deadline, though each comes in time."""
    slow = HEADERS.replace(b": 4", b": 200") + b"\r\n"
    with talking_socket(slow, then_every_s=0.02) as url:  # four seconds for the whole
        assert "service_timeout" == code_of(url, IMPATIENT)


def test_a_busy_service_may_start_reading_late(service: FakeService) -> None:
    """A body larger than the socket's buffers waits as for an answer, not as for a connection."""
    service.before_read = lambda: time.sleep(0.6)

    answer = request_to_answer("POST", service.url, Timeouts(0.2, HANGS_S), 16_000_000 * b"x")

    assert b"song" == answer.content
    assert 16_000_000 == len(service.asked[0][2])


def test_a_broken_connection_is_tried_once_more(service: FakeService) -> None:
    """A replica that dies over a request costs nothing while another one answers."""
    break_first(service)

    assert b"song" == request_to_answer("POST", service.url, PATIENT, b"x").content
    assert [b"x", b"x"] == [body for _, _, body in service.asked]


def test_a_cut_off_answer_is_asked_for_once_more() -> None:
    """A replica that dies in the middle of its answer costs nothing either."""
    with talking_socket(HEADERS + b"\r\nso", HEADERS + b"\r\nsong") as url:
        assert Answer(200, b"song") == request_to_answer("GET", url, PATIENT)


def test_no_third_try(service: FakeService) -> None:
    """A service that breaks every connection is asked twice, with a pause in which it may end."""
    tried_at_s: list[float] = []

    def always_break() -> None:
        tried_at_s.append(time.monotonic())
        raise ConnectionAbortedError

    service.before_answer = always_break

    assert "not_ready" == code_of(service.url)
    assert 2 == len(service.asked)
    first_s, second_s = tried_at_s
    assert second_s - first_s >= SECOND_TRY_AFTER_S


def test_both_tries_have_one_deadline(service: FakeService, hang: Callable[[], object]) -> None:
    """A second try that hangs ends as late, not as the first one ended."""
    break_first(service, then=hang)

    assert "service_timeout" == code_of(service.url, IMPATIENT)
    assert 2 == len(service.asked)


def test_break_after_the_deadline(service: FakeService) -> None:
    """A connection that breaks when the time is over was late, and is not tried again."""

    def break_late() -> None:
        time.sleep(0.6)
        raise ConnectionAbortedError

    service.before_read, service.before_answer = lambda: time.sleep(0.6), break_late

    with pytest.raises(ApiError, match="service_timeout"):
        request_to_answer("POST", service.url, IMPATIENT, 16_000_000 * b"x")
    assert 1 == len(service.asked)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n", "bad_answer"),
        (HEADERS + b"\r\nso", "bad_answer"),
        (b"", "not_ready"),
    ],
    ids=["no-http", "cut-off", "closed"],
)
def test_service_that_is_none(said: bytes, code: str) -> None:
    """Another protocol and a cut-off answer are bad; closing without a word is not being ready."""
    with talking_socket(said) as url:
        assert code == code_of(url)


def test_largest_answer(service: FakeService) -> None:
    """An answer of the largest size is taken whole; one more byte is no answer of ours."""
    service.content = bytes(MOST_ANSWER_BYTES)
    assert MOST_ANSWER_BYTES == len(request_to_answer("POST", service.url, PATIENT, b"").content)

    service.content += b"x"
    assert "bad_answer" == code_of(service.url)


def test_a_redirect_is_an_answer(service: FakeService) -> None:
    """Nobody is asked at an address that another service names."""
    elsewhere = (
        f"HTTP/1.1 302 Found\r\nLocation: {service.url}/beats/x\r\nContent-Length: 0\r\n\r\n"
    )
    with talking_socket(elsewhere.encode()) as url:
        assert Answer(302, b"") == request_to_answer("GET", url, PATIENT)
    assert [] == service.asked


def test_no_proxy_is_asked(service: FakeService, monkeypatch: pytest.MonkeyPatch) -> None:
    """The services are reached directly, whatever the machine's proxy settings."""
    for variable in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(variable, nobody())
    for variable in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)

    assert b"song" == request_to_answer("POST", service.url, PATIENT, b"x").content


def test_stream(service: FakeService) -> None:
    """A status that is streamed comes in pieces, of any length, with the answer's headers."""
    service.sound_status, service.sound = 206, bytes(range(256)) * (MOST_ANSWER_BYTES // 128)
    service.sound_headers = {"Content-Range": "bytes 0-9/10"}

    stream = request_to_stream(
        f"{service.url}/beats/a/audio", PATIENT, {"Range": "bytes=0-9"}, STREAMED
    )

    assert isinstance(stream, Stream)
    with closing(stream):
        assert (206, "bytes 0-9/10") == (stream.status, stream.headers["Content-Range"])
        assert service.sound == b"".join(stream.pieces)
    assert "bytes=0-9" == service.asked[0][1]["Range"]


def test_other_statuses_are_no_stream(service: FakeService) -> None:
    """What is not streamed is read to its end, within the size of an answer."""
    service.sound_status, service.sound = 404, b"{}"
    url = f"{service.url}/beats/a/audio"

    assert Answer(404, b"{}") == request_to_stream(url, PATIENT, {}, STREAMED)

    service.sound = bytes(MOST_ANSWER_BYTES + 1)
    with pytest.raises(ApiError, match="bad_answer"):
        request_to_stream(url, PATIENT, {}, STREAMED)


def test_closed_stream_ends_the_connection() -> None:
    """A reader who leaves in the middle does not keep the service busy."""
    begun = HEADERS.replace(b": 4", b": 9999999") + b"\r\n" + bytes(READ_BYTES)
    with talking_socket(begun, then_every_s=0.01) as url:  # it serves one after the other
        for _ in range(2):
            stream = request_to_stream(url, PATIENT, {}, STREAMED)
            assert isinstance(stream, Stream)
            with closing(stream):
                assert READ_BYTES == len(next(stream.pieces))


def test_stream_that_does_not_begin(service: FakeService, hang: Callable[[], object]) -> None:
    """A stream has the same errors as an answer: nobody there, or nobody in time."""
    with pytest.raises(ApiError, match="not_ready"):
        request_to_stream(nobody(), PATIENT, {}, STREAMED)

    service.before_answer = hang
    with pytest.raises(ApiError, match="service_timeout"):
        request_to_stream(f"{service.url}/beats/a/audio", IMPATIENT, {}, STREAMED)


def test_key_goes_with_what_is_guarded(service: FakeService) -> None:
    """The key of this process is sent to routes that may want one, and nowhere else."""
    use_key(SecretStr("mgc_x"))
    try:
        for path in ("/v1/predict", "/recommend"):
            request_to_answer("POST", service.url + path, PATIENT, b"x")
    finally:
        use_key(None)
    request_to_answer("POST", f"{service.url}/v1/predict", PATIENT, b"x")

    sent = [headers.get("Authorization") for _, headers, _ in service.asked]
    assert ["Bearer mgc_x", None, None] == sent
