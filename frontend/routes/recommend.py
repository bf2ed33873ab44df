"""`POST /api/recommend`: tempo, key, energy, rhythm and beats anew, at a tempo that a person told.

The beat service's answer passes through, with addresses of sounds that the front end serves.
"""

import re
from typing import Final

from flask import Blueprint, Request, Response, request

from frontend.answers.recommendation import body_with_our_urls
from frontend.answers.services import Service
from frontend.routes.music import upload_to_response
from frontend.settings import Settings
from music_genre.webapi.beat_body import (
    BPM_IN_URL,
    FASTEST_BPM,
    SLOWEST_BPM,
    RecommendationBody,
)
from music_genre.webapi.openapi import (
    UPLOADS,
    Schema,
    json_response,
    operation,
    problem_responses,
    query_parameter,
)
from music_genre.webapi.problems import ApiError

PATH: Final = "/api/recommend"


def recommend_routes(beat: Service, settings: Settings) -> Blueprint:
    """Make the route that the beat service answers."""
    routes = Blueprint("recommend", __name__)

    @routes.post(PATH)
    def recommend() -> Response:
        url = f"{beat.url}{beat.kind.path}{request_to_tempo_query(request)}"
        return upload_to_response(beat, url, settings, RecommendationBody, body_with_our_urls)

    return routes


def request_to_tempo_query(request: Request) -> str:
    """Pass on `bpm` of the query, if there is one. Raises `ApiError` for what is no tempo."""
    bpm = request.args.get("bpm")
    if bpm is None:
        return ""
    if not re.fullmatch(BPM_IN_URL, bpm, re.ASCII) or not SLOWEST_BPM <= float(bpm) <= FASTEST_BPM:
        raise ApiError("malformed_beat_query")
    return f"?bpm={bpm}"


def recommend_paths() -> Schema:
    """Describe the route in OpenAPI."""
    described = operation(
        "Tempo, key, energy, rhythm and a beat that fits, as the beat service's `/recommend`",
        json_response("what is in it", {"$ref": "#/components/schemas/RecommendationBody"})
        | problem_responses(400, 413, 415, 422, 500, 502, 503, 504),
        UPLOADS,
    )
    tempo: Schema = {"type": "number", "minimum": SLOWEST_BPM, "maximum": FASTEST_BPM}
    described["parameters"] = [query_parameter("bpm", "the tempo, told by a person", tempo)]
    return {PATH: {"post": described}}
