"""Clients of the API, for programs in Python: `Client`, and `AsyncClient` for asyncio.

    from music_genre.client import Client

    with Client("http://localhost:5000") as client:
        print(client.predict("song.mp3").ensemble.genre)

Both ask the front end and build, retry and read alike; only how they send and wait differs. Answers
are the models of `docs/api.md`, errors children of `ApiProblemError`.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Any, BinaryIO, Final, Self, TypedDict, Unpack

import httpx2

from music_genre.asking.answers import (
    LateError,
    Receiving,
    TooMuchError,
    api_body_to_beat,
    outcome_to_body,
)
from music_genre.asking.attempts import Attempts, Broken, Failure, Outcome
from music_genre.asking.errors import (
    ApiProblemError,
    BadAnswerError,
    BusyError,
    FailedError,
    NoAnswerError,
    RefusedError,
    TooSlowError,
    UnreachableError,
)
from music_genre.asking.questions import (
    ANALYSIS,
    GENRE_MODELS,
    HEALTH,
    NAME,
    SPECTROGRAM,
    BodyT,
    HealthBody,
    Model,
    Question,
    Song,
    explain_question,
    predict_question,
    recommend_question,
    song_to_upload,
)
from music_genre.translations.catalogues import SOURCE_LANGUAGE, Language
from music_genre.webapi.beat_body import AnalysisBody, RecommendationBody
from music_genre.webapi.bodies.api_body import ApiBody
from music_genre.webapi.vgg19_body import ExplanationBody, SpectrogramBody

__all__ = [
    "ApiProblemError",
    "AsyncClient",
    "BadAnswerError",
    "BusyError",
    "Client",
    "FailedError",
    "NoAnswerError",
    "RefusedError",
    "TooSlowError",
    "UnreachableError",
]

URL: Final = "http://localhost:5000"
CONNECT_S: Final = 5.0
ANSWER_S: Final = 120.0  # a busy API lets wait
PATIENCE_S: Final = 30.0
MOST_ANSWER_BYTES: Final = 16 * 2**20  # the spectrogram of fifteen minutes has 2 MB
ALL_MODELS: Final[tuple[Model, ...]] = (*GENRE_MODELS, "beat")


class Wishes(TypedDict, total=False):
    """How a client asks; times in seconds."""

    language: Language  # of what errors and sentences say; English
    connect_s: float  # how long a connection may take; 5
    answer_s: float  # how long an answer may take; 120
    patience_s: float  # how long to wait in all where the API says when to come again; 30


class _Asking:
    """What both clients have in common: addresses, limits, and how a request looks."""

    def __init__(self, url: str, wishes: Wishes) -> None:
        self._language = wishes.get("language", SOURCE_LANGUAGE)
        self._answer_s = wishes.get("answer_s", ANSWER_S)
        self._patience_s = wishes.get("patience_s", PATIENCE_S)
        address = checked_url(url)
        self._settings: dict[str, Any] = {
            "base_url": address,
            "verify": address.scheme == "https",  # certificates take 30 ms to load
            "timeout": httpx2.Timeout(self._answer_s, connect=wishes.get("connect_s", CONNECT_S)),
            # No gzip: an answer is small, and what it grows to is then what is counted.
            "headers": {"Accept-Language": self._language, "Accept-Encoding": "identity"},
            "trust_env": False,  # an API that is near: no proxy, no .netrc
        }

    def _request(self, question: Question[Any], upload: bytes | BinaryIO | None) -> dict[str, Any]:
        """List what httpx is told of a request; the file is read as it is sent."""
        return {
            "method": question.method,
            "url": question.path,
            "params": question.query,
            "files": None if upload is None else {"file": (NAME, upload)},
        }

    def _receiving(self) -> Receiving:
        return Receiving(MOST_ANSWER_BYTES, time.monotonic() + self._answer_s)


class Client(_Asking):
    """Asks the API at `url` (its front end), and waits. It may be shared by threads.

    `transport` is another way to send than a plain connection, `Wishes` has the rest. Every method
    that asks takes a path, bytes, or a file opened in binary mode, which is sent piece by piece; it
    raises children of `ApiProblemError`, and `OSError` for a file that cannot be read. Raises
    `ValueError` for what is no address.
    """

    def __init__(
        self,
        url: str = URL,
        *,
        transport: httpx2.BaseTransport | None = None,
        **wishes: Unpack[Wishes],
    ) -> None:
        super().__init__(url, wishes)
        self._http = httpx2.Client(transport=transport, **self._settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def predict(self, song: Song, models: Sequence[Model] = GENRE_MODELS) -> ApiBody:
        """Say the genre of a song; `ensemble` is the verdict of all models."""
        return self._ask(predict_question(models), song)

    def recommend(self, song: Song, bpm: float | None = None) -> RecommendationBody:
        """Say tempo, key, energy and rhythm, and beats that fit.

        Without `bpm` the style goes by the verdict on the genre too, as on the page.
        """
        if bpm is not None:
            return self._ask(recommend_question(bpm), song)
        return api_body_to_beat(self.predict(song, ALL_MODELS), self._language)

    def analyze(self, song: Song) -> AnalysisBody:
        """Say tempo, key, energy and rhythm."""
        return self._ask(ANALYSIS, song)

    def explain(
        self, song: Song, genre: str | None = None, segment: int | None = None
    ) -> ExplanationBody:
        """Say what in time and frequency speaks for a genre, or for the answer."""
        return self._ask(explain_question(genre, segment), song)

    def spectrogram(self, song: Song) -> SpectrogramBody:
        """Return what a player draws of a song: the waveform's outline, a mel-spectrogram."""
        return self._ask(SPECTROGRAM, song)

    def health(self) -> HealthBody:
        """Tell whether the API can do its work; raises only where nobody answers."""
        return self._ask(HEALTH)

    def _ask(self, question: Question[BodyT], song: Song | None = None) -> BodyT:
        attempts = Attempts(0.0 if question is HEALTH else self._patience_s)
        with ExitStack() as stack:
            upload = None if song is None else stack.enter_context(song_to_upload(song))
            while True:
                outcome = self._send(question, upload)
                wait_s = attempts.wait_s(outcome)
                if wait_s is None:
                    return outcome_to_body(outcome, question, self._language)
                time.sleep(wait_s)

    def _send(self, question: Question[BodyT], upload: bytes | BinaryIO | None) -> Outcome:
        receiving = self._receiving()
        try:
            with self._http.stream(**self._request(question, upload)) as response:
                for piece in response.iter_bytes():
                    receiving.take(piece, time.monotonic())
                return receiving.received(response.status_code, dict(response.headers))
        except (httpx2.HTTPError, LateError, TooMuchError) as error:
            return Broken(error_to_failure(error), error)


class AsyncClient(_Asking):
    """`Client` for asyncio: the same, awaited. Files are read in pieces of 64 KiB as they go."""

    def __init__(
        self,
        url: str = URL,
        *,
        transport: httpx2.AsyncBaseTransport | None = None,
        **wishes: Unpack[Wishes],
    ) -> None:
        super().__init__(url, wishes)
        self._http = httpx2.AsyncClient(transport=transport, **self._settings)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def predict(self, song: Song, models: Sequence[Model] = GENRE_MODELS) -> ApiBody:
        """Say the genre of a song; `ensemble` is the verdict of all models."""
        return await self._ask(predict_question(models), song)

    async def recommend(self, song: Song, bpm: float | None = None) -> RecommendationBody:
        """Say tempo, key, energy and rhythm, and beats that fit."""
        if bpm is not None:
            return await self._ask(recommend_question(bpm), song)
        return api_body_to_beat(await self.predict(song, ALL_MODELS), self._language)

    async def analyze(self, song: Song) -> AnalysisBody:
        """Say tempo, key, energy and rhythm."""
        return await self._ask(ANALYSIS, song)

    async def explain(
        self, song: Song, genre: str | None = None, segment: int | None = None
    ) -> ExplanationBody:
        """Say what in time and frequency speaks for a genre, or for the answer."""
        return await self._ask(explain_question(genre, segment), song)

    async def spectrogram(self, song: Song) -> SpectrogramBody:
        """Return what a player draws of a song: the waveform's outline, a mel-spectrogram."""
        return await self._ask(SPECTROGRAM, song)

    async def health(self) -> HealthBody:
        """Tell whether the API can do its work; raises only where nobody answers."""
        return await self._ask(HEALTH)

    async def _ask(self, question: Question[BodyT], song: Song | None = None) -> BodyT:
        attempts = Attempts(0.0 if question is HEALTH else self._patience_s)
        with ExitStack() as stack:
            upload = None if song is None else stack.enter_context(song_to_upload(song))
            while True:
                outcome = await self._send(question, upload)
                wait_s = attempts.wait_s(outcome)
                if wait_s is None:
                    return outcome_to_body(outcome, question, self._language)
                await asyncio.sleep(wait_s)

    async def _send(self, question: Question[BodyT], upload: bytes | BinaryIO | None) -> Outcome:
        receiving = self._receiving()
        try:
            async with self._http.stream(**self._request(question, upload)) as response:
                async for piece in response.aiter_bytes():
                    receiving.take(piece, time.monotonic())
                return receiving.received(response.status_code, dict(response.headers))
        except (httpx2.HTTPError, LateError, TooMuchError) as error:
            return Broken(error_to_failure(error), error)


def checked_url(url: str) -> httpx2.URL:
    """Read an API's address. Raises `ValueError` for what is none."""
    try:
        address = httpx2.URL(url)
    except httpx2.InvalidURL as error:
        raise ValueError(f"{url!r} is no address such as {URL}") from error
    if address.scheme not in {"http", "https"} or not address.host:
        raise ValueError(f"{url!r} is no address such as {URL}")
    return address


def error_to_failure(error: Exception) -> Failure:
    """Choose the code of what went wrong on the way.

    A connection that nobody takes or that breaks is `not_ready`, what comes late
    `service_timeout`, what is no HTTP or too much `bad_answer`.
    """
    if isinstance(error, httpx2.ConnectTimeout | httpx2.NetworkError):
        return "not_ready"
    if isinstance(error, LateError | httpx2.TimeoutException):
        return "service_timeout"
    return "bad_answer"
