"""Routes of FastAPI → the OpenAPI document of a service, with the errors and health routes of all.

FastAPI describes a route by its types; what it cannot see, a route says in `openapi_extra`.
"""

from collections.abc import Sequence
from typing import Any, Final

from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from music_genre.webapi.openapi import Schema, openapi_document, problem_responses

REFUSALS_OF_FASTAPI: Final = frozenset({"HTTPValidationError", "ValidationError"})
_REFUSAL: Final = {"$ref": "#/components/schemas/HTTPValidationError"}


def routes_to_document(title: str, routes: Sequence[BaseRoute]) -> Schema:
    """Describe these routes and those that every service has."""
    document = openapi_document(title, {}, [])
    generated = get_openapi(title=title, version=document["info"]["version"], routes=routes)
    for path in generated["paths"].values():
        for operation in path.values():
            _without_frameworks_refusal(operation["responses"])
    document["paths"] = generated["paths"] | document["paths"]
    ours = document["components"]["schemas"]
    schemas = {
        name: schema
        for name, schema in generated["components"]["schemas"].items()
        if name not in REFUSALS_OF_FASTAPI
    }
    document["components"]["schemas"] = schemas | ours
    return document


def _without_frameworks_refusal(responses: Schema) -> None:
    """Take out the 422 that FastAPI would answer: ours of a malformed request is a 400."""
    content = responses.get("422", {}).get("content", {})
    if content.get("application/json", {}).get("schema") == _REFUSAL:
        del responses["422"]
        responses.setdefault("400", problem_responses(400)["400"])


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe error answers with the common body, for a route's `responses`."""
    return {int(status): answer for status, answer in problem_responses(*statuses).items()}
