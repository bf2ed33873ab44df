"""The way from a song to its beats, with and without a genre service that helps to choose."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from beat_signals import drums
from fake_services import FakeService, fake_service, none_of_these, prediction
from fastapi.testclient import TestClient
from numpy.typing import NDArray
from pydantic import ValidationError

from beat_service.analysis.analysis_model import AnalysisModel
from beat_service.app import create_app
from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.database import url_to_engine
from beat_service.catalogue.upload import BeatTraits
from beat_service.drums.repertoire import folders_to_repertoire
from beat_service.recommendation.genre_client import GenreClient
from beat_service.recommendation.recommender import Recommender
from beat_service.settings import Settings
from beat_service.styles.style_model import HeardStyles, StyleModel
from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.errors import NotAudioError
from music_genre.audio.evidence import Outcome
from music_genre.webapi.genre_verdict import verdict_to_headers
from tools.processes import free_port
from tools.signals import to_file

DRUMS = to_file(drums(120, 6).astype(float))
TIMEOUT_S = 0.6
GENRES = {"reggae": 0.9}


class PredictedStyles:
    """What the style model shall predict, by style; nothing elsewhere. It is sure from 0.8."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.named = {"Rock": 1.0}
        self.is_music = True
        patch.setattr(StyleModel, "waveform_to_heard", self._heard)
        patch.setattr(StyleModel, "probabilities_to_outcome", lambda _, row: self._outcome(row))

    def _heard(self, _: NDArray[np.float32]) -> HeardStyles:
        row = np.array([self.named.get(style, 0.0) for style in StyleModel().styles])
        return HeardStyles(row, self.is_music)

    @staticmethod
    def _outcome(row: NDArray[np.float64]) -> Outcome:
        return "confident" if row.max() >= 0.8 else "ambiguous"


@pytest.fixture(scope="module")
def svm() -> Iterator[FakeService]:
    """Run a service that answers as the SVM does."""
    with fake_service() as service:
        yield service


@pytest.fixture(autouse=True)
def answering(svm: FakeService) -> Iterator[None]:
    """Let it answer at once, and forget what it was asked."""
    svm.answer_with(prediction("ambiguous", "svm", **GENRES))
    svm.asked.clear()
    yield
    svm.before_answer = lambda: None


@pytest.fixture(scope="module")
def client(svm: FakeService, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Make the beat service with that genre service."""
    url = f"sqlite:///{tmp_path_factory.mktemp('catalogue')}/beats.db"
    settings = Settings(database_url=url, genre_url=svm.url, genre_timeout_s=TIMEOUT_S)
    return TestClient(create_app(settings))


@pytest.fixture
def predicted(monkeypatch: pytest.MonkeyPatch) -> PredictedStyles:
    """Let the style model predict what a test says."""
    return PredictedStyles(monkeypatch)


def recommend(client: TestClient, content: bytes = DRUMS) -> dict[str, Any]:
    """Ask for a recommendation and read its body."""
    response = client.post("/recommend", files={"file": content})
    assert 200 == response.status_code
    return dict(response.json())


def test_the_genre_decides_what_the_rhythm_leaves_open(
    client: TestClient, predicted: PredictedStyles, svm: FakeService
) -> None:
    """Rock by a little, in a track that is reggae: Reggae, and the body says why."""
    predicted.named = {"Rock": 0.5, "Reggae": 0.4, "Punk": 0.1}
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
        "effect": "decided",
    } == with_genre["prior"]
    assert with_genre["sentence"].endswith(
        "laisse le style ouvert\N{NO-BREAK SPACE}; reggae a décidé"
    )


def test_words_decide_where_no_genre_fits(
    client: TestClient, predicted: PredictedStyles, svm: FakeService
) -> None:
    """Electronic music of none of the genres leans to House; a word that says nothing does not."""
    predicted.named = {"Rock": 0.5, "House": 0.4, "Punk": 0.1}
    svm.answer_with(none_of_these() | {"tags": {"electronic": 0.8, "beautiful": 0.9}})
    electronic = recommend(client)
    svm.answer_with(none_of_these() | {"tags": {"beautiful": 0.9}})
    beautiful = recommend(client)

    assert "House" == electronic["recommended_beat"]
    assert "electronic" == electronic["prior"]["genre"]
    assert ("Rock", None) == (beautiful["recommended_beat"], beautiful["prior"])


def test_a_verdict_stands_above_the_service(
    client: TestClient, predicted: PredictedStyles, svm: FakeService
) -> None:
    """Whoever sends the verdict of all models has it used, and the service is not asked."""
    predicted.named = {"Rock": 0.5, "Reggae": 0.4, "Punk": 0.1}
    verdict = {"outcome": "ambiguous", "probabilities": {"metal": 1.0}, "tags": None}
    headers = verdict_to_headers(verdict) | {"Accept-Language": "en"}
    said = client.post("/recommend", files={"file": DRUMS}, headers=headers).json()
    speech = verdict_to_headers(verdict | {"outcome": "not_music"})
    spoken = client.post("/recommend", files={"file": DRUMS}, headers=speech).json()

    assert ("metal", "verdict") == (said["prior"]["genre"], said["prior"]["from"])
    assert "a guess: the rhythm leaves the style open; metal goes with it" == said["sentence"]
    assert spoken["prior"] is None
    assert [] == svm.asked


def test_drums_alone_have_no_genre(client: TestClient, predicted: PredictedStyles) -> None:
    """What a genre model says of drums alone has no say."""
    predicted.named = {"Rock": 0.5, "Reggae": 0.4, "Punk": 0.1}
    predicted.is_music = False
    body = recommend(client)

    assert ("Rock", None) == (body["recommended_beat"], body["prior"])


def test_a_sure_rhythm_stands(
    client: TestClient, predicted: PredictedStyles, svm: FakeService
) -> None:
    """Where the rhythm is sure the answer is the same with and without the genre."""
    predicted.named = {"Rock": 0.99, "Reggae": 0.01}
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
    predicted: PredictedStyles,
    monkeypatch: pytest.MonkeyPatch,
    share: float,
    waits: int,
) -> None:
    """The genre is waited for where the rhythm is not sure, and nowhere else."""
    predicted.named = {"Rock": share, "Reggae": 1 - share}
    waited: list[bytes] = []
    monkeypatch.setattr(GenreClient, "ask", lambda _, song: lambda: waited.append(song))

    recommend(client)

    assert [DRUMS] * waits == waited


def test_a_hanging_service_costs_its_deadline(
    client: TestClient, predicted: PredictedStyles, svm: FakeService
) -> None:
    """After the deadline the rhythm alone answers."""
    predicted.named = {"Rock": 0.5, "Reggae": 0.5}
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


def test_starts_without_the_genre_service(tmp_path: Path, predicted: PredictedStyles) -> None:
    """With an address where nobody is, the service starts, is ready and answers."""
    url = f"sqlite:///{tmp_path}/beats.db"
    nobody = f"http://127.0.0.1:{free_port()}"
    alone = TestClient(create_app(Settings(database_url=url, genre_url=nobody)))
    predicted.named = {"Rock": 0.5, "Reggae": 0.5}

    assert 200 == alone.get("/readyz").status_code
    assert recommend(alone)["prior"] is None


@pytest.mark.parametrize("url", ["svm_service:5001", "http://", "ftp://svm"])
def test_an_address_that_cannot_be_ends_the_start(url: str) -> None:
    """A typing error is told at the start, not by an answer without a prior."""
    with pytest.raises(ValidationError, match="genre_url"):
        Settings(genre_url=url)


@pytest.fixture
def recommender(model: AnalysisModel, tmp_path: Path) -> Iterator[Recommender]:
    """Make a recommender of both served models and our beats, without a genre service."""
    engine = url_to_engine(f"sqlite:///{tmp_path}/beats.db")
    catalogue = BeatCatalogue(engine, lambda *_: BeatTraits(120.0))
    catalogue.fill(folders_to_repertoire())
    yield Recommender(model, StyleModel(), catalogue)
    engine.dispose()


def test_a_track_has_traits_styles_and_beats(recommender: Recommender) -> None:
    """Six beats of six styles in falling probability, and the time of each stage."""
    track = recommender.bytes_to_recommended_track(DRUMS, 60.0)
    assert track.styles is not None
    assert track.analysis.traits is not None
    confidences = [found.confidence for found in track.beats]

    assert 6 == len({found.beat.style for found in track.beats})
    assert sorted(confidences, reverse=True) == confidences
    assert 1 == pytest.approx(sum(track.styles.probabilities.values()))
    assert track.styles.genres is None
    assert ["decode", "analyze", "recommend", "total"] == list(track.analysis.timing_ms)


def test_silence_has_neither_styles_nor_beats(recommender: Recommender) -> None:
    """What is silent is answered before any style is predicted."""
    track = recommender.bytes_to_recommended_track(to_file(np.zeros(2 * SAMPLE_RATE_HZ)), 60.0)

    assert (None, None) == (track.analysis.traits, track.styles)
    assert [] == list(track.beats)


def test_a_file_that_is_no_audio_is_refused(recommender: Recommender) -> None:
    """The refusal is the decoder's."""
    with pytest.raises(NotAudioError):
        recommender.bytes_to_recommended_track(b"no music", 60.0)


def test_warm_up_checks_both_models(recommender: Recommender) -> None:
    """Each model says in which arithmetic it gives its known answers."""
    checks = recommender.warm_up()

    assert {"analysis", "beat_styles"} == set(checks)
    assert all(check.difference <= 0.01 for check in checks.values())
