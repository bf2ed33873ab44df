"""OpenAPI 3.1 documents, with the schemas taken from the response models themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from music_genre.version import VERSION
from music_genre.webapi.gate.api_keys import GUARDED
from music_genre.webapi.prediction_body import PredictionBody
from music_genre.webapi.problems import PROBLEM_MEDIA_TYPE

Schema = dict[str, Any]

PROBLEM_SCHEMA: Final[Schema] = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "error"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "error": {"type": "string"},
        "retry_after_s": {"type": "number", "description": "when to come again; only with 503"},
        "request_id": {"type": "string", "description": "`X-Request-Id`, as in all logs"},
    },
}
JSON_UPLOAD: Final[Schema] = {
    "type": "object",
    "required": ["wav_music"],
    "properties": {
        "wav_music": {"type": "string", "description": "base64, a data: URI prefix is allowed"}
    },
}
FORM_UPLOAD: Final[Schema] = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "format": "binary"}},
}

UPLOADS: Final[Schema] = {
    "multipart/form-data": FORM_UPLOAD,
    "audio/*": {"type": "string", "format": "binary"},
    "application/json": JSON_UPLOAD,
}

TEXT: Final[Schema] = {
    "description": "text",
    "content": {"text/plain": {"schema": {"type": "string"}}},
}
HTML: Final[Schema] = {"content": {"text/html": {"schema": {"type": "string"}}}}
BINARY: Final[Schema] = {"schema": {"type": "string", "format": "binary"}}
_NAMES: Final[Schema] = {"type": "object", "additionalProperties": {"type": "string"}}
READY_FACTS: Final[Schema] = {
    "services": _NAMES | {"description": "of the front end: ok or failing, by service"},
    "catalogue": {"type": "string", "description": "of the beat service: ok, or what is wrong"},
    "genres": {"type": "array", "items": {"type": "string"}},
    "model": {
        "type": "object",
        "required": ["name", "version"],
        "properties": {"name": {"type": "string"}, "version": {"type": "string"}},
    },
}
DOCUMENT_SCHEMA: Final[Schema] = {
    "type": "object",
    "required": ["openapi", "info", "paths"],
    "properties": {
        "openapi": {"type": "string"},
        "info": {"type": "object", "properties": {"title": {"type": "string"}}},
        "paths": {"type": "object", "additionalProperties": {"type": "object"}},
    },
}


@dataclass(frozen=True)
class DescribedRoute:
    """A route that only one service has: its operation, and the models of its answers."""

    path: str
    method: str
    operation: Schema
    models: Sequence[type[BaseModel]]


def problem_responses(*statuses: int) -> Schema:
    """Describe error responses with the common body."""
    content = {PROBLEM_MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        str(status): {"description": "what was wrong and what to do", "content": content}
        for status in statuses
    }


def json_response(description: str, schema: Schema) -> Schema:
    """Describe a 200 response with a JSON body."""
    return {
        "200": {"description": description, "content": {"application/json": {"schema": schema}}}
    }


def operation(summary: str, responses: Schema, body: Schema | None = None) -> Schema:
    """Describe one operation; `body` maps media types to schemas."""
    described: Schema = {"summary": summary, "responses": responses}
    return described | (request_body(body) if body else {})


def request_body(body: Schema) -> Schema:
    """Describe what an operation takes; `body` maps media types to schemas."""
    content = {media_type: {"schema": schema} for media_type, schema in body.items()}
    return {"requestBody": {"required": True, "content": content}}


def query_parameter(name: str, description: str, schema: Schema) -> Schema:
    """Describe an optional parameter of the query."""
    return {"name": name, "in": "query", "description": description, "schema": schema}


def health_paths() -> Schema:
    """Describe the routes that every service has."""
    alive = _status_schema("ok", version={"type": "string"})
    ready = json_response("it can", _status_schema("ok", **READY_FACTS))
    not_ready = json_response("it cannot", _status_schema("failing", **READY_FACTS))
    return {
        "/livez": {"get": operation("The process answers", json_response("it does", alive))},
        "/readyz": {
            "get": operation("The service can do its work", ready | {"503": not_ready["200"]})
        },
        "/metrics": {"get": operation("Prometheus metrics", {"200": TEXT})},
        "/openapi.json": {
            "get": operation("This document", json_response("OpenAPI 3.1", DOCUMENT_SCHEMA))
        },
    }


def _status_schema(status: str, **facts: Schema) -> Schema:
    """Describe what a health route says; which facts there are depends on the service."""
    said: Schema = {"status": {"type": "string", "enum": [status]}}
    return {"type": "object", "required": ["status"], "properties": said | facts}


def openapi_document(title: str, paths: Schema, models: Sequence[type[BaseModel]]) -> Schema:
    """Make a whole document; `models` become component schemas by their class names."""
    _, schemas = models_json_schema(
        [(model, "serialization") for model in models], ref_template="#/components/schemas/{model}"
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": VERSION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": with_refusals_of_the_gate(paths) | health_paths(),
        "components": {"schemas": schemas.get("$defs", {}) | {"Problem": PROBLEM_SCHEMA}},
    }


def with_refusals_of_the_gate(paths: Schema) -> Schema:
    """Add to each operation how it is refused before anybody looks at it (`webapi/gate`)."""
    told: Schema = {}
    for path, operations in paths.items():
        always = problem_responses(429, *([401] if path.startswith(GUARDED) else []))
        told[path] = {
            method: described
            | {
                "responses": always
                | (problem_responses(403) if method not in {"get", "head"} else {})
                | described["responses"]
            }
            for method, described in operations.items()
        }
    return told


def document_at(document: Schema, root: str) -> Schema:
    """Say in a document where the service lies, if a proxy has it under a path."""
    return document | {"servers": [{"url": root}]} if root else document


def genre_openapi(
    model_name: str, report_paths: Sequence[str], more: Sequence[DescribedRoute] = ()
) -> Schema:
    """Make the document of a genre service; `more` are the routes that it has besides."""
    answer = json_response("the genre", {"$ref": f"#/components/schemas/{PredictionBody.__name__}"})
    predict = operation(
        "Genre of an audio file",
        answer | problem_responses(400, 413, 415, 422, 500, 503),
        UPLOADS,
    )
    report_predict = operation(
        "Genre of a base64 audio file, with the report's statuses; `genre` is always the nearest",
        answer | problem_responses(400, 413, 500),
        {"application/json": JSON_UPLOAD},
    )
    paths: Schema = {"/v1/predict": {"post": predict}}
    paths |= {path: {"post": report_predict} for path in report_paths}
    paths |= {route.path: {route.method: route.operation} for route in more}
    models: list[type[BaseModel]] = [PredictionBody]
    models += [model for route in more for model in route.models]
    return openapi_document(f"{model_name} genre service", paths, models)
