"""Answers of a server that runs: its front end is asked, as the page asks it."""

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import BaseModel

from genre_cli.answering.answers import Body, NobodyAnswersError
from genre_cli.telling.problems import ProblemError
from genre_cli.telling.usage_texts import USAGE_TEXTS
from music_genre.client import ApiProblemError, Client, NoAnswerError
from music_genre.translations.catalogues import Language
from music_genre.webapi.problems import ApiError


class ServerAnswers:
    """Answers of the front end at `url`. Raises `NobodyAnswersError` for what is no address."""

    def __init__(self, url: str, language: Language) -> None:
        self._url, self._language = url, language
        with self._asking():
            pass

    def predict(self, encoded: bytes) -> Body:
        """Say the genre: the body of `POST /api/predict`, without a beat."""
        with self._asking() as client:
            return answer_to_body(client.predict(encoded))

    def explain(self, encoded: bytes, genre: str | None, segment: int | None) -> Body:
        """Say what speaks for a genre: the body of `/v1/explain`."""
        with self._asking() as client:
            return answer_to_body(client.explain(encoded, genre, segment))

    def beats(self, encoded: bytes) -> Body:
        """Say tempo, key, energy, rhythm, and beats that fit: the body of `/recommend`."""
        with self._asking() as client:
            return answer_to_body(client.recommend(encoded))

    def analyze(self, encoded: bytes) -> Body:
        """Say tempo, key, energy and rhythm: the body of `/analyze`."""
        with self._asking() as client:
            return answer_to_body(client.analyze(encoded))

    def hear(self, encoded: bytes) -> tuple[Body, Body]:
        """Say genre and traits: the bodies of `predict` and `analyze`."""
        return self.predict(encoded), self.analyze(encoded)

    def spectrogram(self, encoded: bytes) -> Body:
        """Return what is drawn of a song: the body of `/v1/spectrogram`."""
        with self._asking() as client:
            return answer_to_body(client.spectrogram(encoded))

    @contextmanager
    def _asking(self) -> Iterator[Client]:
        """Make a client for one question, its errors those of commands.

        `ApiError` where nobody answers, `ProblemError` for what the server says.
        """
        try:
            client = Client(self._url, language=self._language)
        except ValueError as error:
            said = USAGE_TEXTS[self._language].no_address.format(url=self._url)
            raise NobodyAnswersError(said) from error
        try:
            with client:
                yield client
        except NoAnswerError as error:
            raise ApiError(error.code) from error
        except ApiProblemError as error:
            raise ProblemError(error.problem.model_dump(exclude_unset=True)) from error


def answer_to_body(answer: BaseModel) -> Body:
    """Write an answer as it was sent."""
    return answer.model_dump(mode="json", by_alias=True, exclude_unset=True)
