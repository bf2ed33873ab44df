"""The OpenAPI document of the front end."""

from collections.abc import Sequence
from typing import Final

from pydantic import BaseModel

from frontend.routes.music import music_paths
from frontend.routes.recommend import recommend_paths
from frontend.routes.results import KeptResult
from music_genre.webapi.beat_body import BEAT_ID
from music_genre.webapi.bodies.api_body import ApiBody
from music_genre.webapi.openapi import (
    FORM_UPLOAD,
    HTML,
    JSON_UPLOAD,
    Schema,
    json_response,
    openapi_document,
    operation,
    problem_responses,
    query_parameter,
)
from music_genre.webapi.vgg19_body import ExplanationBody, SpectrogramBody

MANIFEST: Final[Schema] = {
    "type": "object",
    "required": ["name", "short_name", "start_url"],
    "properties": {name: {"type": "string"} for name in ("name", "short_name", "start_url")},
}


def frontend_openapi(models: Sequence[str]) -> Schema:
    """Make the document, with the names of the models that can be asked."""
    chosen: Schema = {
        "type": "string",
        "description": f"models to ask, separated by commas: {', '.join(models)}; default all",
        "example": ",".join(models),
    }
    form = FORM_UPLOAD | {"properties": FORM_UPLOAD["properties"] | {"models": chosen}}
    predict = operation(
        "Genre of an audio file according to every model, and a beat that fits",
        json_response("what the models say", {"$ref": f"#/components/schemas/{ApiBody.__name__}"})
        | problem_responses(400, 413, 415, 422, 500, 502, 503, 504),
        {
            "multipart/form-data": form,
            "audio/*": {"type": "string", "format": "binary"},
            "application/json": JSON_UPLOAD,
        },
    )
    predict["parameters"] = [{"name": "models", "in": "query", "schema": chosen}]
    page: Schema = {"200": HTML | {"description": "the page"}}
    paths: Schema = {
        "/api/beats/{beat_id}/audio": {"get": _beat_file("A beat's sound", "WAV", "audio/wav")},
        "/api/beats/{beat_id}/midi": {
            "get": _beat_file("A beat's strokes", "a MIDI file", "audio/midi")
        },
        "/api/predict": {"post": predict},
        **music_paths(),
        **recommend_paths(),
        "/": {
            "get": operation("The page", page),
            "post": operation(
                "The page with results, for browsers without JavaScript",
                page | {"default": {"description": "the page, saying what was wrong"}},
                {"multipart/form-data": form},
            ),
        },
        "/api": {"get": operation("How programs ask, for people to read", page)},
        "/status": {
            "get": operation(
                "The last hour of all services, for who runs them, where it is wanted",
                page | problem_responses(404),
            )
        },
        "/site.webmanifest": {
            "get": operation(
                "What a system asks for when it keeps the page",
                {
                    "200": {
                        "description": "a manifest",
                        "content": {"application/manifest+json": {"schema": MANIFEST}},
                    }
                },
            )
        },
        "/results": {
            "post": operation(
                "A kept result as a piece of the page, for its script",
                # What is wrong is a piece of the page too.
                {str(status): page["200"] for status in (200, 400, 403, 413, 429)},
                {"application/json": {"$ref": f"#/components/schemas/{KeptResult.__name__}"}},
            )
        },
    }
    answers: list[type[BaseModel]] = [ApiBody, KeptResult, SpectrogramBody, ExplanationBody]
    return openapi_document("Music Genre Classification", paths, answers)


def _beat_file(summary: str, description: str, media_type: str) -> Schema:
    """Describe a route that passes on a file of a beat."""
    file: Schema = {
        "description": description,
        "content": {media_type: {"schema": {"type": "string", "format": "binary"}}},
    }
    described = operation(
        f"{summary}, from the beat service; takes Range and If-None-Match",
        {"200": file, "206": file, "304": {"description": "the copy at hand is still right"}}
        | problem_responses(400, 404, 416, 422, 502, 503, 504),
    )
    described["parameters"] = [
        {
            "name": "beat_id",
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": f"^{BEAT_ID}$"},
        },
        query_parameter("bpm", "tempo, instead of the beat's own", {"type": "number"}),
    ]
    return described
