"""`POST /results`: a result that a link or this browser's history kept → its HTML, without audio.

What a link says is nobody's word: only answers that fit the services' own schema are drawn, in
ranges and lengths that an answer can have, and what the models say together is worked out anew.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Self

from flask import Blueprint, Request, Response, request
from pydantic import AfterValidator, ConfigDict, Field, ValidationError, model_validator

from frontend.answers.api_body import BEAT, bodies_to_api_body, is_problem
from frontend.ensemble import EnsembleSettings
from frontend.page.prediction import bodies_to_page
from frontend.page.response import results_to_response
from music_genre.webapi.beat_body import RecommendationBody
from music_genre.webapi.body import Body
from music_genre.webapi.flask.app import request_to_language
from music_genre.webapi.prediction_body import NAMES_A_GENRE, PredictionBody
from music_genre.webapi.problems import PROBLEM_MEDIA_TYPE, ApiError

MOST_BYTES: Final = 512 * 1024
MOST_GENRES: Final = 100
LONGEST_NAME: Final = 255
LONGEST_GENRE: Final = 40
LONGEST_FORMAT: Final = 16
MOST_TAGS: Final = 200
MOST_SEGMENTS: Final = 200

Text = Annotated[str, Field(max_length=LONGEST_NAME)]


class KeptPrediction(PredictionBody):
    """A prediction that somebody else kept: the same body, within bounds."""

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        rows = [self.probabilities, *(segment.probabilities for segment in self.segments)]
        possible = (
            len(self.segments) <= MOST_SEGMENTS
            and all(_is_possible_row(row) for row in rows)
            and _is_possible_row(self.tags, MOST_TAGS)
            and (self.probabilities is None) == (self.outcome == "silence")
            and (self.genre is None) == (self.outcome not in NAMES_A_GENRE)
            and (self.kind is None or self.outcome == "not_music")
            and {self.genre, self.nearest} <= {None, *(self.probabilities or ())}
            and len(self.audio.format) <= LONGEST_FORMAT
        )
        if not possible:
            raise ValueError("not what a service answers")
        return self


def _is_possible_beat(body: dict[str, Any]) -> dict[str, Any]:
    """Check that the page could draw it, in texts of bounded length. Raises `ValueError`."""
    RecommendationBody.model_validate(body)
    if is_problem(body) or any(len(text) > LONGEST_NAME for text in _body_to_texts(body)):
        raise ValueError("not what a service answers")
    return body


class KeptResult(Body):
    """What a link holds: the answers of the services, and the file's name."""

    model_config = ConfigDict(extra="forbid")

    file_name: Text = ""
    svm: KeptPrediction | None = None
    vgg19: KeptPrediction | None = None
    beat: Annotated[dict[str, Any], AfterValidator(_is_possible_beat)] | None = None

    @model_validator(mode="after")
    def _has_an_answer(self) -> Self:
        if self.svm is None and self.vgg19 is None:
            raise ValueError("no answer")
        return self


def restoring_routes(ensemble: EnsembleSettings) -> Blueprint:
    """Make `POST /results`."""
    routes = Blueprint("restore", __name__)

    @routes.post("/results")
    def restore() -> Response:
        request.max_content_length = MOST_BYTES
        kept = json_to_kept_result(request.get_data(cache=False))
        body = kept_result_to_body(kept, ensemble)
        language = request_to_language(request)
        page = bodies_to_page(body, language, kept.file_name, is_restored=not has_audio(request))
        return results_to_response(page)

    @routes.after_request
    def problem_to_results(response: Response) -> Response:
        if response.mimetype != PROBLEM_MEDIA_TYPE:
            return response
        problem = bodies_to_page(response.get_json(), request_to_language(request))
        return results_to_response(problem, response.status_code)

    return routes


def has_audio(request: Request) -> bool:
    """Tell whether the page has the song still: it only corrects what was heard of it."""
    return "corrected" in request.args


def json_to_kept_result(content: bytes) -> KeptResult:
    """Read what a link held. Raises `ApiError` (`broken_link`)."""
    try:
        return KeptResult.model_validate_json(content)
    except ValidationError as error:
        raise ApiError("broken_link") from error


def kept_result_to_body(kept: KeptResult, ensemble: EnsembleSettings) -> dict[str, Any]:
    """Make the body of `/api/predict` of the answers that were kept."""
    models = {"svm": kept.svm, "vgg19": kept.vgg19}
    bodies = {name: answer.model_dump() for name, answer in models.items() if answer}
    beat = {BEAT: kept.beat} if kept.beat else {}
    return bodies_to_api_body(bodies | beat, ensemble)


def _body_to_texts(body: object) -> Iterator[str]:
    """Yield every text in a JSON body, names of members too."""
    if isinstance(body, str):
        yield body
    elif isinstance(body, Mapping):
        for name, value in body.items():
            yield name
            yield from _body_to_texts(value)
    elif isinstance(body, list):
        for value in body:
            yield from _body_to_texts(value)


def _is_possible_row(row: dict[str, float] | None, most: int = MOST_GENRES) -> bool:
    """Tell whether genres or words are few enough, and of a length that can be drawn."""
    return row is None or (len(row) <= most and all(0 < len(name) <= LONGEST_GENRE for name in row))
