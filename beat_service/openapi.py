"""The OpenAPI document of the beat service."""

from beat_service.analysis_body import AnalysisBody
from webapi.openapi import (
    UPLOADS,
    Schema,
    json_response,
    openapi_document,
    operation,
    problem_responses,
)


def beat_openapi() -> Schema:
    """The document."""
    answer = {"$ref": f"#/components/schemas/{AnalysisBody.__name__}"}
    analyze = operation(
        "Tempo, key, energy and rhythm of an audio file",
        json_response("what is in it", answer) | problem_responses(400, 413, 415, 422, 500, 503),
        UPLOADS,
    )
    return openapi_document("Beat service", {"/analyze": {"post": analyze}}, [AnalysisBody])
