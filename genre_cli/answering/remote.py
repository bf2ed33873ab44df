"""Answers of a server that runs: its front end is asked, as the page asks it."""

from typing import Final
from urllib.parse import urlencode

from pydantic import BaseModel

from frontend.answers.api_body import BEAT, ApiBody, is_problem
from frontend.answers.services import OK, answer_to_body, bytes_to_form
from genre_cli.answering.answers import Body
from genre_cli.telling.problems import ProblemError
from music_genre.translations.catalogues import Language
from music_genre.webapi.connection import Timeouts, request_to_answer
from music_genre.webapi.vgg19_body import ExplanationBody

CONNECT_S: Final = 5.0
ANSWER_S: Final = 120.0  # a busy server lets wait


class ServerAnswers:
    """Answers of the front end at `url`."""

    def __init__(self, url: str, language: Language) -> None:
        self._url = url.rstrip("/")
        self._language = language

    def predict(self, encoded: bytes) -> Body:
        """Say the genre: the body of `POST /api/predict`, without a beat."""
        return self._ask("/api/predict", {"models": "svm,vgg19"}, encoded, ApiBody)

    def explain(self, encoded: bytes, genre: str | None, segment: int | None) -> Body:
        """Say what speaks for a genre: the body of `/v1/explain`."""
        asked = {"genre": genre, "segment": segment}
        query = {name: value for name, value in asked.items() if value is not None}
        return self._ask("/api/explain", query, encoded, ExplanationBody)

    def beats(self, encoded: bytes) -> Body:
        """Say tempo, key, energy, rhythm, and beats that fit: the body of `/recommend`."""
        body: Body = self._ask("/api/predict", {}, encoded, ApiBody)[BEAT]
        if is_problem(body):
            raise ProblemError(body)
        return body

    def _ask(
        self, path: str, query: dict[str, str | int], encoded: bytes, expected: type[BaseModel]
    ) -> Body:
        """Send the file. Raises `ApiError` where no good answer comes, else `ProblemError`."""
        form = bytes_to_form(encoded)
        url = f"{self._url}{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {"Content-Type": form.content_type, "Accept-Language": self._language}
        timeouts = Timeouts(CONNECT_S, ANSWER_S)
        answer = request_to_answer("POST", url, timeouts, form.content, headers)
        body = answer_to_body(answer, expected)
        if answer.status != OK:
            raise ProblemError(body)
        return body
