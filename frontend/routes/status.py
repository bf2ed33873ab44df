"""`GET /status`: the last hour of all services, for who runs them."""

import time

from flask import Blueprint, Response, request

from frontend.page.response import page_to_response
from frontend.page.status import histories_to_page
from frontend.texts.status import STATUS_STRINGS
from frontend.watching.watcher import Watcher
from music_genre.webapi.flask.app import request_to_language
from music_genre.webapi.problems import ApiError


def status_routes(watcher: Watcher, *, is_shown: bool) -> Blueprint:
    """Make the route; where it is not to be shown there is no such page."""
    routes = Blueprint("status", __name__)

    @routes.get("/status")
    def show_status() -> Response:
        if not is_shown:
            raise ApiError("not_found")
        language = request_to_language(request)
        page = histories_to_page(watcher.histories, time.time(), language)
        response = page_to_response("status.html", s=STATUS_STRINGS[language], page=page)
        response.headers["Cache-Control"] = "no-store"
        return response

    return routes
