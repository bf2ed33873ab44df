"""The OpenAPI document of the beat service."""

from collections.abc import Sequence

from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from beat_service.analysis_body import AnalysisBody
from webapi.openapi import (
    UPLOADS,
    Schema,
    json_response,
    openapi_document,
    operation,
    problem_responses,
)


def beat_openapi(routes: Sequence[BaseRoute]) -> Schema:
    """The document; FastAPI describes the typed `routes` of the base itself."""
    answer = {"$ref": f"#/components/schemas/{AnalysisBody.__name__}"}
    analyze = operation(
        "Tempo, key, energy and rhythm of an audio file",
        json_response("what is in it", answer) | problem_responses(400, 413, 415, 422, 500, 503),
        UPLOADS,
    )
    document = openapi_document("Beat service", {"/analyze": {"post": analyze}}, [AnalysisBody])
    generated = get_openapi(title=document["info"]["title"], version="1", routes=routes)
    document["paths"] |= generated["paths"]
    schemas = document["components"]["schemas"]
    document["components"]["schemas"] = generated["components"]["schemas"] | schemas
    return document
