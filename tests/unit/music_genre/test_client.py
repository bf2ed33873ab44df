"""The clients: what they send and how they bear what comes back; and against real services."""

import asyncio
import inspect
import io
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fake_services import prediction, problem, talking_socket

from music_genre.client import (
    AsyncClient,
    BadAnswerError,
    BusyError,
    Client,
    FailedError,
    RefusedError,
    TooSlowError,
    UnreachableError,
)
from music_genre.webapi.bodies.api_body import ApiBody, ProblemBody
from tools.processes import ROOT, Services, nobody

DISCO = ROOT / "frontend" / "static" / "examples" / "disco.mp3"
ANSWER = {"svm": prediction(jazz=1.0), "ensemble": None, "agreement": None}
Handle = Callable[[httpx2.Request], httpx2.Response]

# Both clients, asked alike: (handler, limits) → what `predict` returns or raises.
Predict = Callable[..., ApiBody]


def predict_sync(handle: Handle, song: Any = b"sound", **wishes: Any) -> ApiBody:
    """Ask with the one that waits."""
    with Client("http://api", transport=httpx2.MockTransport(handle), **wishes) as client:
        return client.predict(song)


def predict_async(handle: Handle, song: Any = b"sound", **wishes: Any) -> ApiBody:
    """Ask with the one that is awaited."""

    async def ask() -> ApiBody:
        transport = httpx2.MockTransport(handle)
        async with AsyncClient("http://api", transport=transport, **wishes) as client:
            return await client.predict(song)

    return asyncio.run(ask())


both = pytest.mark.parametrize("predict", [predict_sync, predict_async])


@both
def test_what_is_sent(predict: Predict, tmp_path: Path) -> None:
    """A form with the file under no name of its own, in the language that is asked for."""
    path = tmp_path / "my secret song.mp3"
    path.write_bytes(b"sound of it")
    seen = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        request.read()
        seen.append(request)
        return httpx2.Response(200, json=ANSWER)

    predict(handle, path, language="de")

    (request,) = seen
    assert "/api/predict?models=svm%2Cvgg19" == request.url.raw_path.decode()
    assert ("POST", "de") == (request.method, request.headers["Accept-Language"])
    assert b'name="file"; filename="audio"' in request.content
    assert b"sound of it" in request.content
    assert b"secret" not in request.content
    assert str(len(request.content)) == request.headers["Content-Length"]


@both
def test_a_busy_api_is_asked_again_with_the_whole_file(predict: Predict) -> None:
    """As soon as it says, from the file's beginning."""
    contents = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        contents.append(len(request.read()))
        if len(contents) < 3:
            body = problem("overloaded", 503)
            return httpx2.Response(503, json=body, headers={"Retry-After": "0"})
        return httpx2.Response(200, json=ANSWER)

    body = predict(handle, io.BytesIO(b"sound" * 50_000))

    assert body.svm is not None
    assert 3 == len(contents)
    assert 1 == len(set(contents))


@both
def test_patience_ends(predict: Predict) -> None:
    """A wait that is longer is not begun."""

    def handle(_: httpx2.Request) -> httpx2.Response:
        body = problem("overloaded", 503) | {"retry_after_s": 100}
        return httpx2.Response(503, json=body, headers={"Retry-After": "100"})

    started = time.monotonic()
    with pytest.raises(BusyError) as caught:
        predict(handle, patience_s=20)

    assert 100 == caught.value.retry_after_s
    assert time.monotonic() - started < 10


@both
def test_a_connection_that_breaks_once(predict: Predict) -> None:
    """It is tried once more, without anybody noticing."""
    broken = iter([httpx2.ReadError("reset")])

    def handle(_: httpx2.Request) -> httpx2.Response:
        for error in broken:
            raise error
        return httpx2.Response(200, json=ANSWER)

    assert predict(handle).svm is not None


@both
@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx2.ConnectError("refused"), UnreachableError),
        (httpx2.ConnectTimeout("late"), UnreachableError),
        (httpx2.ReadTimeout("late"), TooSlowError),
        (httpx2.RemoteProtocolError("no HTTP"), BadAnswerError),
    ],
)
def test_no_answer(predict: Predict, error: Exception, kind: type[Exception]) -> None:
    """What is wrong with the way is told by its kind."""

    def handle(_: httpx2.Request) -> httpx2.Response:
        raise error

    with pytest.raises(kind):
        predict(handle)


@both
@pytest.mark.parametrize(
    ("status", "content", "kind"),
    [
        (415, json.dumps(problem("not_audio", 415)), RefusedError),
        (500, json.dumps(problem("internal_error", 500)), FailedError),
        (302, "", BadAnswerError),
        (200, "<html>", BadAnswerError),
        (200, " " * (17 * 2**20), BadAnswerError),
    ],
)
def test_other_answers(predict: Predict, status: int, content: str, kind: type[Exception]) -> None:
    """Problems have the API's words; what is none of its answers, or too long, is refused."""
    with pytest.raises(kind):
        predict(lambda _: httpx2.Response(status, text=content, headers={"Location": "/other"}))


def test_nobody_is_there() -> None:
    """A real port at which nobody listens."""
    with Client(nobody(), language="fr") as client, pytest.raises(UnreachableError) as caught:
        client.health()

    assert "not_ready" == caught.value.code


def test_an_answer_that_trickles() -> None:
    """The whole of it has to come in time, not only its next byte."""
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
    with talking_socket(head, then_every_s=0.05) as url, Client(url, answer_s=0.5) as client:
        started = time.monotonic()
        with pytest.raises(TooSlowError):
            client.predict(b"sound")

    assert time.monotonic() - started < 10


def test_both_clients_ask_the_same() -> None:
    """Each method of one has its twin in the other."""

    def asked(kind: type[Client] | type[AsyncClient]) -> dict[str, Any]:
        return {
            name: str(inspect.signature(method))
            for name, method in vars(kind).items()
            if not name.startswith("_") and "close" not in name
        }

    assert {"predict", "explain", "recommend", "analyze", "spectrogram", "health"} == {
        *asked(Client)
    }
    assert asked(Client) == asked(AsyncClient)


def test_real_services(services: Services) -> None:
    """Every question has its answer, and what is no audio the API's error."""
    with Client(services.frontend + "/") as client:
        predicted, health = client.predict(DISCO), client.health()
        explained = client.explain(DISCO.read_bytes(), "pop", 0)
        recommended, at_tempo = client.recommend(DISCO), client.recommend(DISCO, bpm=100)
        analyzed, drawn = client.analyze(DISCO), client.spectrogram(DISCO)
        with pytest.raises(RefusedError) as caught:
            client.predict(b"words and words and words")

    assert predicted.ensemble is not None
    assert ("disco", "ok") == (predicted.ensemble.genre, health.status)
    assert {"svm", "vgg19", "beat"} == health.services.keys()
    assert ("pop", 0) == (explained.genre, explained.segment)
    assert recommended.beat is not None
    assert recommended.prior is not None
    assert at_tempo.tempo is not None
    assert analyzed.tempo is not None
    assert 100 == pytest.approx(at_tempo.tempo.bpm, rel=0.04)
    assert recommended.tempo == analyzed.tempo
    assert len(drawn.peaks.min) == len(drawn.peaks.max) > 100
    assert ("not_audio", 415) == (caught.value.code, caught.value.status)


def test_the_guide_is_right(services: Services, capsys: pytest.CaptureFixture[str]) -> None:
    """What `docs/integrations.md` says to write does what it says."""
    guide = (ROOT / "docs" / "integrations.md").read_text()
    (program,) = re.findall(r"```python\n(from music_genre\.client.*?)```", guide, re.DOTALL)
    for song, said in ((DISCO, "disco confident"), (ROOT / "README.md", "Unrecognised audio")):
        own = program.replace("http://localhost:5000", services.frontend)
        exec(own.replace('"song.mp3"', repr(str(song))), {})  # noqa: S102  # our own guide
        assert said in capsys.readouterr().out


def test_real_services_many_at_once(services: Services) -> None:
    """Songs that are asked about together are all answered, on one client."""

    async def ask() -> list[ApiBody]:
        async with AsyncClient(services.frontend) as client:
            await client.health()
            return await asyncio.gather(*(client.predict(DISCO) for _ in range(4)))

    bodies = asyncio.run(ask())

    assert ["disco"] * 4 == [body.ensemble.genre for body in bodies if body.ensemble]
    assert not any(isinstance(body.svm, ProblemBody) for body in bodies)
