"""What a FastAPI service has alike with the Flask ones: errors, health, metrics, OpenAPI."""

import time
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from music_genre.job import ClientGoneError
from music_genre.stages import begin
from music_genre.translations.catalogues import header_to_language
from music_genre.webapi.fastapi.plain_http import PlainHttp
from music_genre.webapi.health import LIVE_BODY, Readiness, readiness_to_answer
from music_genre.webapi.logs.asked import NO_ROUTE, note_route
from music_genre.webapi.openapi import document_at
from music_genre.webapi.problems import (
    PROBLEM_MEDIA_TYPE,
    ApiError,
    error_to_coded,
    error_to_problem,
    problem_to_headers,
)
from music_genre.webapi.settings import ServiceSettings
from music_genre.webapi.sight.metrics import ServiceMetrics


def new_app(
    settings: ServiceSettings,
    readiness: Readiness,
    openapi: dict[str, Any],
    own_errors: tuple[type[Exception], ...],
    codes: Mapping[type[Exception], Callable[[Exception], str]],
) -> FastAPI:
    """Make a FastAPI app with the routes and error bodies that all services share.

    `own_errors` are the exceptions besides `ApiError` that carry a code, `codes` those of libraries
    with what chooses the code that each is answered with.
    """
    # The document is ours, with the errors in it; slashes are `PlainHttp`'s, without redirections.
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    metrics = ServiceMetrics()
    app.state.close = lambda: None
    app.state.metrics, app.state.max_upload_bytes = metrics, settings.max_upload_bytes
    app.state.paths = {path for path in openapi.get("paths", {}) if "{" not in path}
    app.include_router(_health_routes(readiness, openapi, metrics, settings.start_id))
    for kind in (ApiError, HTTPException, ClientGoneError, *own_errors, Exception):
        app.add_exception_handler(kind, error_to_response)
    for kind, error_to_code in codes.items():
        app.add_exception_handler(kind, code_to_handler(error_to_code))
    app.add_middleware(CountRequests, metrics=metrics)
    app.add_middleware(PlainHttp, routes=app)
    return app


def _health_routes(
    readiness: Readiness, openapi: dict[str, Any], metrics: ServiceMetrics, start_id: str
) -> APIRouter:
    """Make `/livez`, `/readyz`, `/metrics`, `/openapi.json`."""
    routes = APIRouter()

    @routes.get("/livez")
    async def livez() -> dict[str, str]:
        return LIVE_BODY

    @routes.get("/readyz")
    def readyz() -> JSONResponse:
        return JSONResponse(*readiness_to_answer(readiness, start_id))

    @routes.get("/metrics")
    async def metrics_page() -> Response:
        return Response(
            generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    @routes.get("/openapi.json")
    async def openapi_document(request: Request) -> JSONResponse:
        return JSONResponse(document_at(openapi, request.scope.get("root_path", "")))

    return routes


def code_to_handler(
    error_to_code: Callable[[Exception], str],
) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Make a handler that answers with a code, and nothing else of what an exception says."""

    async def handler(request: Request, error: Exception) -> Response:
        return await error_to_response(request, ApiError(error_to_code(error)))

    return handler


async def error_to_response(request: Request, error: Exception) -> Response:
    """Answer for whatever was raised; what we did not expect is logged whole by uvicorn."""
    status = error.status_code if isinstance(error, HTTPException) else None
    coded = error_to_coded(error, status, request.app.state.max_upload_bytes)
    language = header_to_language(request.headers.get("accept-language"))
    problem = error_to_problem(coded, language)
    request.app.state.metrics.reject(coded.code)
    headers = problem_to_headers(coded)
    if allowed := (getattr(error, "headers", None) or {}).get("Allow"):
        headers["Allow"] = allowed
    return JSONResponse(problem, problem["status"], headers, media_type=PROBLEM_MEDIA_TYPE)


class CountRequests:
    """Measure every request and its stages, by route and status."""

    def __init__(self, app: ASGIApp, metrics: ServiceMetrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and note how long it took."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.perf_counter(), int(HTTPStatus.INTERNAL_SERVER_ERROR)
        stages = begin()

        async def send_and_see(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self.app(scope, receive, send_and_see)
        finally:
            route = getattr(scope.get("route"), "path", NO_ROUTE)
            note_route(route)
            self.metrics.requests.labels(scope["method"], route, status).observe(
                time.perf_counter() - started
            )
            self.metrics.count_stages(stages)
