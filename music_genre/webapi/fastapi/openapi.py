"""Routes of FastAPI → the OpenAPI document of a service, with the errors and health routes of all.

FastAPI describes a route by its types; what it cannot see, a route says in `openapi_extra`.
"""

from collections.abc import Sequence
from typing import Any

from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from music_genre.webapi.openapi import (
    Schema,
    openapi_document,
    problem_responses,
    with_refusals_of_the_gate,
)


def routes_to_document(title: str, routes: Sequence[BaseRoute]) -> Schema:
    """Describe these routes and those that every service has."""
    document = openapi_document(title, {}, [])
    generated = get_openapi(title=title, version=document["info"]["version"], routes=routes)
    document["paths"] = with_refusals_of_the_gate(generated["paths"]) | document["paths"]
    schemas = document["components"]["schemas"]
    document["components"]["schemas"] = generated["components"]["schemas"] | schemas
    return document


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe error answers with the common body, for a route's `responses`."""
    return {int(status): answer for status, answer in problem_responses(*statuses).items()}
