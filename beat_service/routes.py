"""`POST /analyze` and `POST /recommend`."""

from collections.abc import Callable

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request

from beat_service.settings import Settings
from music_genre.webapi.beat_body import AnalysisBody, RecommendationBody
from music_genre.webapi.fastapi.upload import request_to_bytes

Analyze = Callable[[bytes], AnalysisBody]
Recommend = Callable[[bytes], RecommendationBody]


def upload_routes(analyze: Analyze, recommend: Recommend, settings: Settings) -> APIRouter:
    """The routes; `settings.threads` files are worked on at the same time, others wait."""
    routes = APIRouter()
    limiter = CapacityLimiter(settings.threads)

    @routes.post("/analyze")
    async def analyze_upload(request: Request) -> AnalysisBody:
        encoded = await request_to_bytes(request, settings.max_upload_bytes)
        return await to_thread.run_sync(analyze, encoded, limiter=limiter)

    @routes.post("/recommend")
    async def recommend_for_upload(request: Request) -> RecommendationBody:
        encoded = await request_to_bytes(request, settings.max_upload_bytes)
        return await to_thread.run_sync(recommend, encoded, limiter=limiter)

    return routes
