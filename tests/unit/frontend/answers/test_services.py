"""Services that are down, slow, or talk rubbish, over real sockets."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from fake_services import FakeService, prediction, problem, talking_socket
from flask.testing import FlaskClient
from unit.frontend.frontend_client import MakeClient, Upload

from music_genre.webapi.connection import MOST_ANSWER_BYTES
from music_genre.webapi.genre_verdict import VERDICT_HEADER, header_to_verdict
from music_genre.webapi.server.asgi import Receive, Scope, Send
from music_genre.webapi.server.door import Door
from music_genre.webapi.server.front import Front, Limits
from music_genre.webapi.server.protocol import PatientProtocol
from music_genre.webapi.sight.metrics import ServiceMetrics
from tools.processes import free_port

TIMEOUT_S = 0.5
HANGS_S = 30  # then a service answers after all, if anyone still waits
LARGE_BYTES = 8 * 1024 * 1024  # more than the system takes in before anybody reads
HEADERS = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n"


@pytest.fixture
def impatient(make_client: MakeClient) -> FlaskClient:
    """Make a client of a front end that does not wait long."""
    return make_client(service_timeout_s=TIMEOUT_S, connect_timeout_s=TIMEOUT_S)


@pytest.fixture
def hang() -> Iterator[Callable[[], object]]:
    """Give something that waits until the test is over."""
    over = threading.Event()
    yield lambda: over.wait(HANGS_S)
    over.set()


@pytest.fixture
def full_service() -> Iterator[str]:
    """Run the server of our services, its one place taken for a long time; give its address."""

    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        pytest.fail("a full service has let a request in")

    limits = Limits(1, 2 * LARGE_BYTES)
    front = Front(app, limits, ServiceMetrics(), Door())
    front.work.n_inside, front.work.mean_s = 1, 10 * front.work.longest_wait_s
    config = uvicorn.Config(front, http=PatientProtocol, lifespan="off", log_config=None, ws="none")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.001)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.mark.parametrize("n_bytes", [100, LARGE_BYTES])
def test_overloaded_service(make_client: MakeClient, full_service: str, n_bytes: int) -> None:
    """One that refuses at once, most of the song unread, leaves the other's answer as it is."""
    client = make_client(svm_url=full_service, max_upload_bytes=LARGE_BYTES)
    response = client.post("/api/predict", data=bytes(n_bytes), content_type="audio/wav")
    body = response.get_json()
    assert 200 == response.status_code
    assert (body["svm"]["code"], body["svm"]["status"]) == ("overloaded", 503)
    assert body["vgg19"]["genre"] == body["ensemble"]["genre"] == "reggae"


def test_all_services_overloaded(
    upload: Upload, svm: FakeService, vgg19: FakeService, beat: FakeService
) -> None:
    """Where all of them refuse, so do we, and say when to come again."""
    for service in (svm, vgg19, beat):
        service.answer_with(problem("overloaded", 503), 503)
    response = upload()
    assert (response.status_code, response.get_json()["code"]) == (503, "overloaded")
    assert int(response.headers["Retry-After"]) > 0


def test_service_down(make_client: MakeClient, upload: Upload) -> None:
    """Where nobody listens, the model is not ready and the other answers."""
    client = make_client(svm_url=f"http://127.0.0.1:{free_port()}")
    body = upload(client=client).get_json()
    assert (body["svm"]["code"], body["svm"]["status"]) == ("not_ready", 503)
    assert body["vgg19"]["genre"] == "reggae"


def test_all_services_down(make_client: MakeClient, upload: Upload) -> None:
    """When nobody answers, the status says so and nothing of our inside is shown."""
    url = f"http://127.0.0.1:{free_port()}"
    response = upload(client=make_client(svm_url=url, vgg19_url=url, beat_url=url))
    assert (response.status_code, response.get_json()["code"]) == (503, "not_ready")
    assert "127.0.0.1" not in response.text


def test_service_hangs(
    impatient: FlaskClient, upload: Upload, vgg19: FakeService, hang: Callable[[], object]
) -> None:
    """A service that takes the request and never answers is late; the others have answered."""
    vgg19.before_answer = hang
    body = upload(client=impatient).get_json()
    assert (body["vgg19"]["code"], body["vgg19"]["status"]) == ("service_timeout", 504)
    assert body["svm"]["genre"] == "reggae"


@pytest.mark.parametrize("said", [HEADERS + b"\r\n", HEADERS + b"X-Slow: "], ids=["body", "header"])
def test_service_trickles(make_client: MakeClient, upload: Upload, said: bytes) -> None:
    """A service that says one byte again and again does not get past the deadline."""
    with talking_socket(said, then_every_s=0.05) as url:
        client = make_client(vgg19_url=url, service_timeout_s=TIMEOUT_S)
        body = upload(client=client).get_json()
    assert body["vgg19"]["code"] == "service_timeout"


def test_readiness_does_not_hang(
    make_client: MakeClient, vgg19: FakeService, hang: Callable[[], object]
) -> None:
    """A service that never says whether it is ready is failing."""
    vgg19.before_answer = hang
    response = make_client(ready_timeout_s=TIMEOUT_S).get("/readyz")
    assert response.get_json()["services"] == {
        "svm": "ok",
        "vgg19": "failing",
        "beat": "ok",
    }


def test_services_are_asked_at_the_same_time(
    upload: Upload, svm: FakeService, vgg19: FakeService
) -> None:
    """Each service sees the other asked before it answers."""
    both_asked = threading.Barrier(2, timeout=HANGS_S)
    svm.before_answer = vgg19.before_answer = both_asked.wait
    assert upload().get_json()["agreement"] is True


@pytest.mark.parametrize(
    ("status", "content"),
    [
        (200, b"<html>hello</html>"),
        (200, b""),
        (200, b"[]"),
        (200, b"{}"),
        (200, b"\xff\xfe\x00"),
        (200, 100_000 * b"["),
        (
            200,
            json.dumps(
                prediction(reggae=0.9) | {"probabilities": {"reggae": float("nan")}}
            ).encode(),
        ),
        (200, json.dumps(prediction(reggae=0.9) | {"outcome": "sure"}).encode()),
        (200, (MOST_ANSWER_BYTES + 1) * b" "),
        (204, b""),
        (302, b""),
        (500, b"<h1>Internal Server Error</h1>"),
        (500, b'{"error": "half a problem"}'),
    ],
    ids=[
        "html",
        "empty",
        "list",
        "no-keys",
        "bytes",
        "deep",
        "nan",
        "outcome",
        "huge",
        "no-content",
        "redirect",
        "error-page",
        "half-problem",
    ],
)
def test_rubbish_answer(upload: Upload, svm: FakeService, status: int, content: bytes) -> None:
    """What is neither a prediction nor a problem is a bad answer, and the other model's stands."""
    svm.status, svm.content = status, content
    body = upload().get_json()
    assert (body["svm"]["code"], body["svm"]["status"]) == ("bad_answer", 502)
    assert body["vgg19"]["genre"] == "reggae"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n", "bad_answer"),
        (HEADERS + b"\r\n{", "bad_answer"),
        (b"", "not_ready"),
    ],
    ids=["no-http", "cut-off", "closed"],
)
def test_service_that_is_none(
    make_client: MakeClient, upload: Upload, said: bytes, code: str
) -> None:
    """Another protocol and a cut-off answer are bad; closing without a word is not being ready."""
    with talking_socket(said) as url:
        body = upload(client=make_client(svm_url=url)).get_json()
    assert body["svm"]["code"] == code


def test_a_slash_at_the_end_of_an_address(
    make_client: MakeClient, upload: Upload, svm: FakeService
) -> None:
    """An address may end with a slash."""
    upload(client=make_client(svm_url=f"{svm.url}/"))
    assert svm.asked[0][0] == "/v1/predict"


def test_the_beat_service_is_told_the_verdict(
    upload: Upload, beat: FakeService, svm: FakeService
) -> None:
    """It gets what both models say together; where one has a problem, what the other says."""
    body = upload().json
    svm.answer_with(problem("internal_error", 500), 500)
    upload()
    (_, both, _), (_, one, _) = beat.asked

    assert body
    told, of_one = (header_to_verdict(headers[VERDICT_HEADER]) for headers in (both, one))
    assert told
    assert of_one
    assert body["ensemble"]["probabilities"] == told.probabilities
    assert body["vgg19"]["probabilities"] == of_one.probabilities


def test_a_verdict_that_is_late_is_not_waited_for(
    impatient: FlaskClient,
    upload: Upload,
    beat: FakeService,
    vgg19: FakeService,
    hang: Callable[[], object],
) -> None:
    """The beat service is asked in time all the same, with what the others have said."""
    vgg19.before_answer = hang
    body = upload(client=impatient).json
    ((_, headers, _),) = beat.asked
    told = header_to_verdict(headers[VERDICT_HEADER])

    assert body
    assert "House" == body["beat"]["recommended_beat"]
    assert told
    assert body["svm"]["probabilities"] == told.probabilities


def test_beats_alone_have_no_verdict(upload: Upload, beat: FakeService) -> None:
    """Where no genre service is asked, the beat service is left to ask for itself."""
    assert 200 == upload(fields={"models": "beat"}).status_code
    ((_, headers, _),) = beat.asked

    assert VERDICT_HEADER not in headers
