"""FastAPI's routes → our OpenAPI document, with errors and health routes in it."""

from fastapi import APIRouter
from openapi_spec_validator import validate

from music_genre.webapi.body import Body
from music_genre.webapi.fastapi.openapi import refusals, routes_to_document


class Song(Body):
    """A body for these tests."""

    tempo: float


def song_routes() -> APIRouter:
    """Make routes with an answer, a parameter and refusals."""
    routes = APIRouter()

    @routes.get("/songs/{name}", summary="A song", responses=refusals(404, 422))
    def song(name: str) -> Song:
        return Song(tempo=float(len(name)))

    return routes


def test_document() -> None:
    """The document is valid, and has the service's routes beside those that all have."""
    document = routes_to_document("Songs", song_routes().routes)

    validate(document)
    assert "Songs" == document["info"]["title"]
    assert {"/songs/{name}", "/livez", "/readyz", "/metrics", "/openapi.json"} == set(
        document["paths"]
    )
    assert {"Song", "Problem"} <= document["components"]["schemas"].keys()


def test_refusals_have_the_common_body() -> None:
    """Each status that a route names is answered with a problem."""
    document = routes_to_document("Songs", song_routes().routes)

    responses = document["paths"]["/songs/{name}"]["get"]["responses"]
    for status in ("404", "422"):
        schema = responses[status]["content"]["application/problem+json"]["schema"]
        assert {"$ref": "#/components/schemas/Problem"} == schema


def test_statuses_are_numbers_for_fastapi() -> None:
    """FastAPI takes numbers where OpenAPI has texts."""
    assert [400, 413] == list(refusals(400, 413))
