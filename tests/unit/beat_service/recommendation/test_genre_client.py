"""A genre service that answers, and every way in which it may not; nobody waits or fails for it."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import pytest
from fake_services import FakeService, fake_service, none_of_these, not_music, prediction, problem

from beat_service.recommendation.genre_client import GenreClient, Genres
from tools.processes import free_port

TIMEOUT_S = 0.5
HANGS_S = 30  # far beyond any wait of a test; only so that a failing one ends
SONG = b"RIFF a song"


@pytest.fixture
def svm() -> Iterator[FakeService]:
    """Run a service that answers as the SVM does."""
    with fake_service() as service:
        service.answer_with(prediction("ambiguous", "svm", reggae=0.6, hiphop=0.1))
        yield service


def ask(url: str) -> Genres | None:
    """Ask about a song and wait for the answer."""
    return GenreClient(url, TIMEOUT_S, 2).ask(SONG)()


def test_answer(svm: FakeService) -> None:
    """The service gets the file as it is, and its probabilities come back."""
    genres = ask(svm.url + "/")

    assert genres is not None
    assert ("reggae", 0.6, "svm") == (*genres.first, genres.model)
    (path, headers, content), *more = svm.asked
    assert ("/v1/predict", "application/octet-stream") == (path, headers["Content-Type"])
    assert SONG == content
    assert [] == more


@pytest.mark.parametrize(
    "body",
    [prediction("silence"), not_music(), none_of_these() | {"tags": {"beautiful": 0.9}}],
    ids=["silence", "not-music", "none-of-these"],
)
def test_no_genre_is_no_fault(
    body: dict[str, Any], svm: FakeService, caplog: pytest.LogCaptureFixture
) -> None:
    """A service that names no genre leans nothing, and nothing is logged."""
    svm.answer_with(body)

    assert ask(svm.url) is None
    assert [] == caplog.records


def test_words_stand_where_no_genre_fits(svm: FakeService) -> None:
    """Words that say what is drummed come back as shares, those that fit too little do not."""
    svm.answer_with(
        none_of_these() | {"tags": {"house": 0.6, "jazz": 0.2, "rock": 0.1, "happy": 0.9}}
    )
    genres = ask(svm.url)

    assert genres is not None
    assert {"house": 0.75, "jazz": 0.25} == pytest.approx(genres.words)
    assert "house" == genres.first[0]
    assert {} == genres.probabilities


def with_probabilities(change: Callable[[dict[str, Any]], object]) -> bytes:
    """Make an answer of which the probabilities were changed."""
    body = prediction(reggae=0.6)
    change(body["probabilities"])
    return json.dumps(body).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no JSON",
        b"[]",
        b"[" * 100_000,
        b'{"genre": "reggae"}',
        with_probabilities(lambda p: p.clear()),
        with_probabilities(lambda p: p.update(reggae=float("nan"))),
        with_probabilities(lambda p: p.update(reggae=float("inf"))),
        with_probabilities(lambda p: p.update(reggae=1.6, rock=-1.0)),
        with_probabilities(lambda p: p.update(reggae="much")),
        with_probabilities(lambda p: p.pop("reggae")),
    ],
)
def test_an_answer_that_cannot_be(
    content: bytes, svm: FakeService, caplog: pytest.LogCaptureFixture
) -> None:
    """What is no distribution over genres is as good as no answer."""
    svm.content = content

    assert ask(svm.url) is None
    assert "bad_answer" in caplog.text


def test_a_refusal(svm: FakeService, caplog: pytest.LogCaptureFixture) -> None:
    """A service that refuses the file has no genre."""
    svm.answer_with(problem("audio_too_long", 422), 422)

    assert ask(svm.url) is None
    assert "status 422" in caplog.text


def test_a_slow_service_is_not_waited_for(
    svm: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The deadline counts from the question, whenever the answer is asked for."""
    release = threading.Event()
    svm.before_answer = lambda: release.wait(HANGS_S)
    waited_s: list[float] = []
    result = Future.result

    def noting_result(job: Future[Any], timeout: float) -> Any:
        waited_s.append(timeout)
        return result(job, timeout)

    monkeypatch.setattr(Future, "result", noting_result)
    when_asked = GenreClient(svm.url, TIMEOUT_S, 2).ask(SONG)
    time.sleep(TIMEOUT_S / 2)

    assert when_asked() is None
    assert not release.is_set()
    assert len(waited_s) == 1
    assert 0 <= waited_s[0] <= TIMEOUT_S / 2
    release.set()


def test_asking_does_not_wait(svm: FakeService) -> None:
    """The question is under way while the caller works on."""
    release = threading.Event()
    released: list[bool] = []
    svm.before_answer = lambda: released.append(release.wait(HANGS_S))
    when_asked = GenreClient(svm.url, 2 * HANGS_S, 2).ask(SONG)
    release.set()

    assert when_asked() is not None
    assert [True] == released


def test_a_service_that_is_down_is_told_once(
    svm: FakeService, caplog: pytest.LogCaptureFixture
) -> None:
    """One warning when it begins to fail, one line when it is back, none in between."""
    caplog.set_level(logging.INFO)
    down = GenreClient(f"http://127.0.0.1:{free_port()}", TIMEOUT_S, 2)
    assert [None] * 3 == [down.ask(SONG)() for _ in range(3)]
    assert 1 == len(caplog.records)
    assert "not_ready" in caplog.text

    caplog.clear()
    there = GenreClient(svm.url, TIMEOUT_S, 2)
    answer = svm.content
    for svm.content in (b"", b"", answer, answer):
        there.ask(SONG)()
    assert ["WARNING", "INFO"] == [record.levelname for record in caplog.records]


def test_more_questions_than_threads(svm: FakeService) -> None:
    """Questions over the limit wait their turn and are answered too."""
    service = GenreClient(svm.url, 5, 2)
    waiting = [service.ask(SONG) for _ in range(6)]

    assert all(when_asked() is not None for when_asked in waiting)
