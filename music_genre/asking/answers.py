"""What came back → the answer, checked against its schema, or a typed error."""

import json
from typing import Final, NoReturn

from pydantic import ValidationError

from music_genre.asking.attempts import AGAIN, Broken, Failure, Outcome, Received
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
from music_genre.asking.questions import BodyT, Question
from music_genre.translations.catalogues import Language
from music_genre.webapi.beat_body import RecommendationBody
from music_genre.webapi.bodies.api_body import ApiBody, ProblemBody
from music_genre.webapi.problems import ApiError, error_to_problem

OUR_FAULT: Final = 500  # statuses from here on are the API's own fault
NO_ANSWER: Final[dict[Failure, type[NoAnswerError]]] = {
    "not_ready": UnreachableError,
    "service_timeout": TooSlowError,
    "bad_answer": BadAnswerError,
}


def outcome_to_body(outcome: Outcome, question: Question[BodyT], language: Language) -> BodyT:
    """Read the answer to a question. Raises children of `ApiProblemError`."""
    if isinstance(outcome, Broken):
        raise failure_to_error(outcome.failure, language) from outcome.error
    is_answer = outcome.status in question.is_answer
    try:
        body = json.loads(outcome.content, parse_constant=refuse_constant)
        if is_answer:
            return question.answer.model_validate(body)
        problem = ProblemBody.model_validate(body | {"status": outcome.status})
    except (ValueError, TypeError, RecursionError, ValidationError) as error:
        raise failure_to_error("bad_answer", language) from error
    raise problem_to_error(problem)


def api_body_to_beat(body: ApiBody, language: Language) -> RecommendationBody:
    """Take the beat service's part of an answer. Raises children of `ApiProblemError`."""
    if isinstance(body.beat, ProblemBody):
        raise problem_to_error(body.beat)
    if body.beat is None:
        raise failure_to_error("bad_answer", language)
    return body.beat


def problem_to_error(problem: ProblemBody) -> ApiProblemError:
    """Choose the exception of a problem."""
    if problem.status in AGAIN:
        return BusyError(problem)
    return (FailedError if problem.status >= OUR_FAULT else RefusedError)(problem)


def failure_to_error(failure: Failure, language: Language) -> NoAnswerError:
    """Say that no answer came, in the words that the API has for it."""
    problem = error_to_problem(ApiError(failure), language)
    return NO_ANSWER[failure](ProblemBody.model_validate(problem))


def refuse_constant(constant: str) -> NoReturn:
    """Refuse NaN and infinities, which are no JSON, though Python reads them."""
    raise ValueError(constant)


class LateError(Exception):
    """A response has not ended in time."""


class TooMuchError(Exception):
    """A response is larger than any answer."""


class Receiving:
    """A response on its way, within `most_bytes` and before `deadline` (`time.monotonic`)."""

    def __init__(self, most_bytes: int, deadline: float) -> None:
        self._content = bytearray()
        self._most_bytes, self._deadline = most_bytes, deadline

    def take(self, piece: bytes, now: float) -> None:
        """Take a piece. Raises `LateError` and `TooMuchError`."""
        self._content += piece
        if len(self._content) > self._most_bytes:
            raise TooMuchError
        if now >= self._deadline:
            raise LateError

    def received(self, status: int, headers: dict[str, str]) -> Received:
        """Return the whole response."""
        return Received(status, headers, bytes(self._content))
