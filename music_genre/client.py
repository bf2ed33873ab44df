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
from typing import BinaryIO, Final, Self, Unpack

import httpx2

from music_genre.asking.answers import (
    LateError,
    TooMuchError,
    api_body_to_beat,
    outcome_to_body,
)
from music_genre.asking.attempts import Attempts, Broken, Outcome
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
    HEALTH,
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
from music_genre.asking.sending import URL, Asking, Wishes, error_to_failure
from music_genre.webapi.beat_body import AnalysisBody, RecommendationBody
from music_genre.webapi.bodies.api_body import GENRE_MODELS, ApiBody
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

ALL_MODELS: Final[tuple[Model, ...]] = (*GENRE_MODELS, "beat")


class Client(Asking):
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
        self._http = httpx2.Client(transport=transport, **self.settings)

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
        return api_body_to_beat(self.predict(song, ALL_MODELS), self.language)

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
        attempts = Attempts(0.0 if question is HEALTH else self.patience_s)
        with ExitStack() as stack:
            upload = None if song is None else stack.enter_context(song_to_upload(song))
            while True:
                outcome = self._send(question, upload)
                wait_s = attempts.wait_s(outcome)
                if wait_s is None:
                    return outcome_to_body(outcome, question, self.language)
                time.sleep(wait_s)

    def _send(self, question: Question[BodyT], upload: bytes | BinaryIO | None) -> Outcome:
        receiving = self.new_receiving()
        try:
            with self._http.stream(**self.request_of(question, upload)) as response:
                for piece in response.iter_bytes():
                    receiving.take(piece, time.monotonic())
                return receiving.received(response.status_code, dict(response.headers))
        except (httpx2.HTTPError, LateError, TooMuchError) as error:
            return Broken(error_to_failure(error), error)


class AsyncClient(Asking):
    """`Client` for asyncio: the same, awaited. Files are read in pieces of 64 KiB as they go."""

    def __init__(
        self,
        url: str = URL,
        *,
        transport: httpx2.AsyncBaseTransport | None = None,
        **wishes: Unpack[Wishes],
    ) -> None:
        super().__init__(url, wishes)
        self._http = httpx2.AsyncClient(transport=transport, **self.settings)

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
        return api_body_to_beat(await self.predict(song, ALL_MODELS), self.language)

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
        attempts = Attempts(0.0 if question is HEALTH else self.patience_s)
        with ExitStack() as stack:
            upload = None if song is None else stack.enter_context(song_to_upload(song))
            while True:
                outcome = await self._send(question, upload)
                wait_s = attempts.wait_s(outcome)
                if wait_s is None:
                    return outcome_to_body(outcome, question, self.language)
                await asyncio.sleep(wait_s)

    async def _send(self, question: Question[BodyT], upload: bytes | BinaryIO | None) -> Outcome:
        receiving = self.new_receiving()
        try:
            async with self._http.stream(**self.request_of(question, upload)) as response:
                async for piece in response.aiter_bytes():
                    receiving.take(piece, time.monotonic())
                return receiving.received(response.status_code, dict(response.headers))
        except (httpx2.HTTPError, LateError, TooMuchError) as error:
            return Broken(error_to_failure(error), error)
