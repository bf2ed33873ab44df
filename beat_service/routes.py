"""`POST /analyze`."""

from collections.abc import Callable

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request

from beat_service.analysis_body import AnalysisBody
from beat_service.settings import Settings
from webapi.fastapi_upload import request_to_bytes

Analyze = Callable[[bytes], AnalysisBody]


def analysis_routes(analyze: Analyze, settings: Settings) -> APIRouter:
    """The routes; `settings.threads` files are analysed at the same time, others wait."""
    routes = APIRouter()
    limiter = CapacityLimiter(settings.threads)

    @routes.post("/analyze")
    async def analyze_upload(request: Request) -> AnalysisBody:
        encoded = await request_to_bytes(request, settings.max_upload_bytes)
        return await to_thread.run_sync(analyze, encoded, limiter=limiter)

    return routes
