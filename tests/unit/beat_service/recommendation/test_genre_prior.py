"""`/recommend` with a genre service beside it: what the genre changes, and what it does not."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from beat_signals import drums
from fake_services import FakeService, fake_service, prediction
from fastapi.testclient import TestClient
from numpy.typing import NDArray
from pydantic import ValidationError

from beat_service.app import create_app
from beat_service.recommendation.genre_client import GenreClient
from beat_service.settings import Settings
from beat_service.styles.style_model import StyleModel
from music_genre.audio.constants import SAMPLE_RATE_HZ
from tools.processes import free_port
from tools.signals import to_file

DRUMS = to_file(drums(120, 6).astype(float))
TIMEOUT_S = 0.6
GENRES = {"reggae": 0.9}


class HeardStyles:
    """What the style model shall hear, by style; nothing elsewhere."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.named = {"Rock": 1.0}
        patch.setattr(StyleModel, "waveform_to_probabilities", self._row)

    def _row(self, _: NDArray[np.float32]) -> NDArray[np.float64]:
        return np.array([self.named.get(style, 0.0) for style in StyleModel().styles])


@pytest.fixture(scope="module")
def svm() -> Iterator[FakeService]:
    """A service that answers as the SVM does."""
    with fake_service() as service:
        yield service


@pytest.fixture(autouse=True)
def answering(svm: FakeService) -> Iterator[None]:
    """It answers at once, and has not been asked."""
    svm.answer_with(prediction("ambiguous", "svm", **GENRES))
    svm.asked.clear()
    yield
    svm.before_answer = lambda: None


@pytest.fixture(scope="module")
def client(svm: FakeService, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The beat service with that genre service."""
    url = f"sqlite:///{tmp_path_factory.mktemp('catalogue')}/beats.db"
    settings = Settings(database_url=url, genre_url=svm.url, genre_timeout_s=TIMEOUT_S)
    return TestClient(create_app(settings))


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> HeardStyles:
    """A style model that hears what a test says."""
    return HeardStyles(monkeypatch)


def recommend(client: TestClient, content: bytes = DRUMS) -> dict[str, Any]:
    """The body of a recommendation."""
    response = client.post("/recommend", files={"file": content})
    assert 200 == response.status_code
    return dict(response.json())


def test_the_genre_decides_what_the_rhythm_leaves_open(
    client: TestClient, heard: HeardStyles, svm: FakeService
) -> None:
    """Rock by a little, in a track that is reggae: Reggae, and the body says why."""
    heard.named = {"Rock": 0.5, "Reggae": 0.4, "Punk": 0.1}
    with_genre = recommend(client)
    svm.content = b""
    without = recommend(client)

    assert ["Reggae", "Rock"] == [body["recommended_beat"] for body in (with_genre, without)]
    assert [False, False] == [body["certain"] for body in (with_genre, without)]
    assert 0.5 == without["confidence"] < with_genre["confidence"]
    assert without["prior"] is None
    assert {
        "genre": "reggae",
        "probability": 0.9,
        "from": "svm",
        "used_for": ["style"],
    } == with_genre["prior"]


def test_a_sure_rhythm_stands(client: TestClient, heard: HeardStyles, svm: FakeService) -> None:
    """Where the rhythm is sure the answer is the same with and without the genre."""
    heard.named = {"Rock": 0.99, "Reggae": 0.01}
    with_genre = recommend(client)
    svm.content = b""
    without = recommend(client)

    for body in (with_genre, without):
        del body["timing_ms"]
        assert body["certain"]
        assert body["prior"] is None
    assert with_genre == without


@pytest.mark.parametrize(("share", "waits"), [(1.0, 0), (0.5, 1)], ids=["sure", "unsure"])
def test_a_sure_rhythm_waits_for_nobody(
    client: TestClient,
    heard: HeardStyles,
    monkeypatch: pytest.MonkeyPatch,
    share: float,
    waits: int,
) -> None:
    """The genre is waited for where the rhythm is not sure, and nowhere else."""
    heard.named = {"Rock": share, "Reggae": 1 - share}
    waited: list[bytes] = []
    monkeypatch.setattr(GenreClient, "ask", lambda _, song: lambda: waited.append(song))

    recommend(client)

    assert [DRUMS] * waits == waited


def test_a_hanging_service_costs_its_deadline(
    client: TestClient, heard: HeardStyles, svm: FakeService
) -> None:
    """After the deadline the rhythm alone answers."""
    heard.named = {"Rock": 0.5, "Reggae": 0.5}
    release = threading.Event()
    svm.before_answer = lambda: release.wait(30)  # and then it answers, if someone still waits
    body = recommend(client)
    release.set()

    assert body["prior"] is None


def test_only_recommend_asks_and_only_for_what_is_audio(
    client: TestClient, svm: FakeService
) -> None:
    """`/analyze` has no use for a genre, and what cannot be decoded is not passed on."""
    assert 200 == client.post("/analyze", files={"file": DRUMS}).status_code
    assert 415 == client.post("/recommend", files={"file": b"no music"}).status_code
    assert [] == svm.asked


def test_silence_has_no_prior(client: TestClient) -> None:
    """There is nothing to recommend, whatever the genre service says."""
    body = recommend(client, to_file(np.zeros(2 * SAMPLE_RATE_HZ)))

    assert [None, None, 0] == [body["recommended_beat"], body["prior"], body["confidence"]]


def test_starts_without_the_genre_service(tmp_path: Path, heard: HeardStyles) -> None:
    """With an address where nobody is, the service starts, is ready and answers."""
    url = f"sqlite:///{tmp_path}/beats.db"
    nobody = f"http://127.0.0.1:{free_port()}"
    alone = TestClient(create_app(Settings(database_url=url, genre_url=nobody)))
    heard.named = {"Rock": 0.5, "Reggae": 0.5}

    assert 200 == alone.get("/readyz").status_code
    assert recommend(alone)["prior"] is None


@pytest.mark.parametrize("url", ["svm_service:5001", "http://", "ftp://svm"])
def test_an_address_that_cannot_be_ends_the_start(url: str) -> None:
    """A typing error is told at the start, not by an answer without a prior."""
    with pytest.raises(ValidationError, match="genre_url"):
        Settings(genre_url=url)
