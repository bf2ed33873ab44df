"""The OpenAPI document of the beat service."""

from collections.abc import Sequence

from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from starlette.routing import BaseRoute

from music_genre.webapi.beat_body import AnalysisBody, RecommendationBody
from music_genre.webapi.openapi import (
    UPLOADS,
    Schema,
    json_response,
    openapi_document,
    operation,
    problem_responses,
)


def beat_openapi(routes: Sequence[BaseRoute]) -> Schema:
    """The document; FastAPI describes the typed `routes` of the base itself."""
    uploads: dict[str, tuple[str, type[BaseModel]]] = {
        "/analyze": ("Tempo, key, energy and rhythm of an audio file", AnalysisBody),
        "/recommend": ("The same, and the beats that go with it", RecommendationBody),
    }
    paths = {path: {"post": _upload(summary, body)} for path, (summary, body) in uploads.items()}
    bodies = [body for _, body in uploads.values()]
    document = openapi_document("Beat service", paths, bodies)
    generated = get_openapi(title=document["info"]["title"], version="1", routes=routes)
    document["paths"] |= generated["paths"]
    schemas = document["components"]["schemas"]
    document["components"]["schemas"] = generated["components"]["schemas"] | schemas
    return document


def _upload(summary: str, body: type[BaseModel]) -> Schema:
    """A route that takes an audio file."""
    answer = json_response("what is in it", {"$ref": f"#/components/schemas/{body.__name__}"})
    refusals = problem_responses(400, 413, 415, 422, 500, 503)
    return operation(summary, answer | refusals, UPLOADS)
