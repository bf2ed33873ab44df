"""`GET /api`, how programs ask, for people to read; and the page for what is not there."""

from typing import Final

from flask import Blueprint, Response, request

from frontend.page.response import template_to_response
from music_genre.webapi.flask.app import error_to_response

NOT_FOUND: Final = 404


def about_routes() -> Blueprint:
    """Make the page about the API, and let browsers read a page where there is nothing."""
    routes = Blueprint("about", __name__)

    @routes.get("/api")
    def show_api() -> Response:
        return template_to_response("api.html", None, 200)

    @routes.app_errorhandler(NOT_FOUND)
    def not_found(error: Exception) -> Response:
        problem = error_to_response(error)
        if not wants_page():
            return problem
        page = template_to_response("not_found.html", None, NOT_FOUND)
        page.headers.update({"Cache-Control": "no-store"})
        return page

    return routes


def wants_page() -> bool:
    """Tell whether a person asks: what takes HTML rather than anything that is JSON."""
    kinds = request.accept_mimetypes
    return kinds["text/html"] > max(kinds["application/json"], kinds["application/problem+json"])
