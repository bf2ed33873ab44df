"""`POST /analyze` and `POST /recommend`."""

from collections.abc import Callable
from typing import Annotated, Any, Final

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Request

from beat_service.drums.pattern import Bpm
from beat_service.settings import Settings
from music_genre.webapi.beat_body import AnalysisBody, RecommendationBody
from music_genre.webapi.fastapi.openapi import refusals
from music_genre.webapi.fastapi.upload import request_to_bytes
from music_genre.webapi.openapi import UPLOADS, request_body

Analyze = Callable[[bytes, float | None], AnalysisBody]
Recommend = Callable[[bytes, float | None], RecommendationBody]
ToldBpm = Annotated[
    Bpm | None, Query(description="the track's tempo, where somebody knows it better")
]

DESCRIBED: Final[dict[str, Any]] = {
    "response_description": "what is in it",
    "responses": refusals(400, 413, 415, 422, 500, 503),
    "openapi_extra": request_body(UPLOADS),
}


def upload_routes(analyze: Analyze, recommend: Recommend, settings: Settings) -> APIRouter:
    """Make the routes; `settings.threads` files are worked on at the same time, others wait."""
    routes = APIRouter()
    limiter = CapacityLimiter(settings.threads)

    @routes.post("/analyze", summary="Tempo, key, energy and rhythm of an audio file", **DESCRIBED)
    async def analyze_upload(request: Request, bpm: ToldBpm = None) -> AnalysisBody:
        encoded = await request_to_bytes(request, settings.max_upload_bytes)
        return await to_thread.run_sync(analyze, encoded, bpm, limiter=limiter)

    @routes.post("/recommend", summary="The same, and the beats that go with it", **DESCRIBED)
    async def recommend_for_upload(request: Request, bpm: ToldBpm = None) -> RecommendationBody:
        encoded = await request_to_bytes(request, settings.max_upload_bytes)
        return await to_thread.run_sync(recommend, encoded, bpm, limiter=limiter)

    return routes
