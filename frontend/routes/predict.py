"""`POST /api/predict`, and the page: `GET /`, and `POST /` where there is no JavaScript.

The page's script posts to `/` too and asks for the results alone (`X-Fragment: results`), so that
results are drawn in one place, the template.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Request, Response, jsonify, request

from frontend.answers.api_body import bodies_to_api_body, is_problem
from frontend.answers.services import Service, Tell, bytes_to_bodies
from frontend.answers.verdict import bodies_to_verdict
from frontend.ensemble import EnsembleSettings
from frontend.page.prediction import Results, bodies_to_page
from frontend.page.response import FRAGMENT_HEADER, results_to_html, results_to_response
from frontend.routes.partial import PARTS, parts_to_response
from frontend.settings import Settings
from frontend.texts.page import MODEL_TITLES
from music_genre.translations.catalogues import Language
from music_genre.webapi.flask.app import request_to_language
from music_genre.webapi.flask.upload import request_to_upload
from music_genre.webapi.intake.upload import Upload
from music_genre.webapi.problems import PROBLEM_MEDIA_TYPE, ApiError

BUSY: Final = 503

Body = dict[str, Any]
Work = Callable[[Tell | None], Body]


@dataclass(frozen=True)
class PredictionHandler:
    """A request with a song → what every asked model says, which is counted."""

    services: dict[str, Service]
    settings: Settings
    ensemble: EnsembleSettings
    count: Callable[[Body], None]

    def request_to_body(self, request: Request) -> tuple[Body, str]:
        """Make the body of `/api/predict`; a problem when nobody answered. Raises `ApiError`.

        The file's name is returned too.
        """
        work, file_name = self.request_to_work(request)
        return work(None), file_name

    def request_to_work(self, request: Request) -> tuple[Work, str]:
        """Read the request; what is left needs none: it asks, and makes the body.

        The file's name is returned too. Raises `ApiError`.
        """
        upload = request_to_upload(request, self.settings.max_upload_bytes)
        asked = self._asked_services(request, upload)
        language = request_to_language(request)

        def work(tell: Tell | None) -> Body:
            bodies = bytes_to_bodies(
                upload.content, asked, self.settings, language, self._join, tell
            )
            body = bodies_to_api_body(bodies, self.ensemble)
            self.count(body)
            return body

        return work, upload.file_name

    def _join(self, bodies: dict[str, Body]) -> Body | None:
        return bodies_to_verdict(bodies, self.ensemble)

    def _asked_services(self, request: Request, upload: Upload) -> dict[str, Service]:
        """Choose the services of `models=a,b` in form or query; all where it says nothing."""
        wanted = [
            name.strip()
            for value in (*request.args.getlist("models"), *upload.fields.get("models", ()))
            for name in value.split(",")
            if name.strip()
        ]
        if not self.services.keys() >= set(wanted):
            raise ApiError("unknown_model")
        return {name: self.services[name] for name in self.services if name in wanted or not wanted}


def api_routes(handler: PredictionHandler) -> Blueprint:
    """Make `POST /api/predict`."""
    routes = Blueprint("api", __name__)

    @routes.post("/api/predict")
    def predict() -> Response:
        body, _ = handler.request_to_body(request)
        response = jsonify(body)
        response.headers["Vary"] = "Accept-Language"
        if is_problem(body):
            response.status_code, response.content_type = body["status"], PROBLEM_MEDIA_TYPE
        response.headers.update(body_to_headers(body))
        return response

    return routes


def body_to_headers(body: Body) -> dict[str, str]:
    """Say when to come again: when the last of the services that refused will have room."""
    parts = [body, *(part for part in body.values() if isinstance(part, dict))]
    waits_s = [
        part["retry_after_s"]
        for part in parts
        if part.get("status") == BUSY and "retry_after_s" in part
    ]
    return {"Retry-After": f"{max(waits_s):.0f}"} if waits_s else {}


def page_routes(handler: PredictionHandler) -> Blueprint:
    """Make `GET /` and `POST /`."""
    routes = Blueprint("page", __name__)

    @routes.get("/")
    def show_page() -> Response:
        return _body_to_response(None, 200)

    @routes.post("/")
    def show_results() -> Response:
        if request.headers.get(FRAGMENT_HEADER) == PARTS:
            return show_parts()
        body, file_name = handler.request_to_body(request)
        response = _body_to_response(body, body.get("status", 200), file_name)
        response.headers.update(body_to_headers(body))
        return response

    def show_parts() -> Response:
        work, file_name = handler.request_to_work(request)
        language = request_to_language(request)

        def draw(body: Body) -> str:
            results = body_to_results(body, language, file_name)
            return results_to_html(results) if results else ""

        return parts_to_response(work, draw, handler.ensemble, language)

    @routes.after_request
    def problem_to_page(response: Response) -> Response:
        if response.mimetype == PROBLEM_MEDIA_TYPE:
            page = _body_to_response(response.get_json(), response.status_code)
            if again := response.headers.get("Retry-After"):
                page.headers["Retry-After"] = again
            return page
        return response

    return routes


def _body_to_response(body: Body | None, status: int, file_name: str = "") -> Response:
    """Draw the page, with what it says of the body."""
    language = request_to_language(request)
    return results_to_response(body_to_results(body, language, file_name), status)


def body_to_results(body: Body | None, language: Language, file_name: str) -> Results | None:
    """Make what the page shows of a body; nothing where no genre model was asked."""
    shown = body and (is_problem(body) or body.keys() & MODEL_TITLES.keys())
    return bodies_to_page(body, language, file_name) if body and shown else None
