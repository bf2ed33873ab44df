"""The two upload routes: what they read, whom they ask, and how many at the same time."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from recommendation import recommendation

from beat_service.catalogue.admin_token import let_everybody, token_to_guard
from beat_service.routes import upload_routes
from beat_service.settings import Settings
from beat_service.songs.wish import Wish
from music_genre.webapi.beat_body import AnalysisBody, RecommendationBody
from music_genre.webapi.problems import ApiError

RECOMMENDATION = RecommendationBody.model_validate(recommendation())
ANALYSIS = AnalysisBody.model_validate(
    {name: getattr(RECOMMENDATION, name) for name in AnalysisBody.model_fields}
)
LIMIT_BYTES = 2048
WAV = {"Content-Type": "audio/wav"}
Work = Callable[[bytes], object]


def client(
    work: Work,
    threads: int = 2,
    wishes: list[Wish | None] | None = None,
    token: SecretStr | None = None,
) -> TestClient:
    """Make a small app with the routes; `work` gets what is uploaded, before the answer.

    `wishes` gets what is wished beside each song.
    """
    wishes = [] if wishes is None else wishes

    def analyze(encoded: bytes, told_bpm: float | None) -> AnalysisBody:
        work(b"analyze " + encoded + _told(told_bpm))
        return ANALYSIS

    def recommend(
        encoded: bytes,
        told_bpm: float | None,
        _verdict: object,
        _language: object,
        wish: Wish | None,
    ) -> RecommendationBody:
        work(b"recommend " + encoded + _told(told_bpm))
        wishes.append(wish)
        return RECOMMENDATION

    app = FastAPI()
    settings = Settings(max_upload_bytes=LIMIT_BYTES, threads=threads)
    guard = token_to_guard(token) if token else let_everybody
    app.include_router(upload_routes(analyze, recommend, settings, guard))
    return TestClient(app)


def _told(bpm: float | None) -> bytes:
    return b"" if bpm is None else f" at {bpm:g}".encode()


@pytest.mark.parametrize("route", ["analyze", "recommend"])
def test_a_tempo_is_told(route: str) -> None:
    """A tempo in the query goes with the file; one that no track has is refused."""
    asked: list[bytes] = []
    opened = client(asked.append)
    told = opened.post(f"/{route}?bpm=61.5", content=b"song", headers=WAV)
    refused = opened.post(f"/{route}?bpm=39", content=b"song", headers=WAV)

    assert (200, 422) == (told.status_code, refused.status_code)
    assert [f"{route} song at 61.5".encode()] == asked


def test_each_route_asks_its_own_function() -> None:
    """The file goes to the analysis or the recommendation, and its body is the answer."""
    asked: list[bytes] = []
    opened = client(asked.append)
    analysed = opened.post("/analyze", content=b"song", headers=WAV)
    recommended = opened.post("/recommend", files={"file": b"song"})

    assert [b"analyze song", b"recommend song"] == asked
    assert ANALYSIS == AnalysisBody.model_validate(analysed.json())
    assert RECOMMENDATION == RecommendationBody.model_validate(recommended.json())


@pytest.mark.parametrize("route", ["/analyze", "/recommend"])
def test_limit_of_an_upload(route: str) -> None:
    """A file of exactly the limit is worked on, one byte more is not."""
    asked: list[bytes] = []
    opened = client(asked.append)

    assert 200 == opened.post(route, content=bytes(LIMIT_BYTES), headers=WAV).status_code
    with pytest.raises(ApiError, match="too_large"):
        opened.post(route, content=bytes(LIMIT_BYTES + 1), headers=WAV)
    assert 1 == len(asked)


@pytest.mark.parametrize("route", ["/analyze", "/recommend"])
def test_an_empty_upload(route: str) -> None:
    """Nothing is worked on where nothing came."""
    with pytest.raises(ApiError, match="no_audio"):
        client(lambda _: pytest.fail("asked")).post(route, content=b"", headers=WAV)


def test_as_many_at_once_as_there_are_threads() -> None:
    """Of six uploads to both routes two are worked on at a time, and all are answered."""
    lock, both = threading.Lock(), threading.Barrier(2, timeout=30)
    running, most = 0, 0

    def work(_: bytes) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        both.wait()  # passes only where two are here together
        with lock:
            running -= 1

    routes = ["/analyze", "/recommend"] * 3
    with client(work, threads=2) as opened, ThreadPoolExecutor(len(routes)) as pool:
        answers = pool.map(lambda route: opened.post(route, content=b"song", headers=WAV), routes)
        assert [200] * len(routes) == [answer.status_code for answer in answers]

    assert 2 == most


def test_a_wish_reaches_the_recommendation() -> None:
    """In the form or the query it comes along; a song without one comes without one."""
    wishes: list[Wish | None] = []
    opened = client(lambda _: None, wishes=wishes)
    opened.post("/recommend", files={"file": ("a.wav", b"song")}, data={"remember": "true"})
    opened.post("/recommend?remember=true&title=Mine", content=b"song", headers=WAV)
    opened.post("/recommend", files={"file": ("a.wav", b"song")}, data={"title": "Mine"})

    assert [Wish("a.wav"), Wish("Mine"), None] == wishes


def test_a_wish_that_cannot_be_read_is_no_work() -> None:
    """It is refused before the song is looked at."""
    opened = client(lambda _: pytest.fail("asked"))
    with pytest.raises(ApiError, match="malformed_song"):
        opened.post("/recommend?remember=perhaps", content=b"song", headers=WAV)


def test_remembering_needs_the_token() -> None:
    """Where one is set; a recommendation alone does not."""
    opened = client(lambda _: None, token=SecretStr("secret"))
    right = WAV | {"Authorization": "Bearer secret"}

    assert 200 == opened.post("/recommend", content=b"song", headers=WAV).status_code
    with pytest.raises(ApiError, match="unauthorized"):
        opened.post("/recommend?remember=1", content=b"song", headers=WAV)
    assert 200 == opened.post("/recommend?remember=1", content=b"song", headers=right).status_code
