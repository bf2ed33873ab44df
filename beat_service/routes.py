"""`POST /analyze` and `POST /recommend`."""

from collections.abc import Callable
from typing import Annotated, Any, Final

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Request

from beat_service.catalogue.admin_token import Guard, let_everybody
from beat_service.drums.pattern import Bpm
from beat_service.settings import Settings
from beat_service.songs.wish import Wish, upload_to_wish, wish_to_openapi
from music_genre.translations.catalogues import Language, header_to_language
from music_genre.webapi.beat_body import AnalysisBody, RecommendationBody
from music_genre.webapi.fastapi.openapi import refusals
from music_genre.webapi.fastapi.upload import request_to_bytes, request_to_upload
from music_genre.webapi.genre_verdict import VERDICT_HEADER, VerdictBody, header_to_verdict
from music_genre.webapi.openapi import UPLOADS, request_body

Analyze = Callable[[bytes, float | None], AnalysisBody]
Recommend = Callable[
    [bytes, float | None, VerdictBody | None, Language, Wish | None], RecommendationBody
]
ToldBpm = Annotated[
    Bpm | None, Query(description="the track's tempo, where somebody knows it better")
]

ANALYZE: Final[dict[str, Any]] = {
    "response_description": "what is in it",
    "responses": refusals(400, 413, 415, 422, 500, 503),
    "openapi_extra": request_body(UPLOADS),
}
RECOMMEND: Final[dict[str, Any]] = ANALYZE | {
    "responses": refusals(400, 401, 403, 413, 415, 422, 500, 503),
    "openapi_extra": wish_to_openapi(),
}


def upload_routes(
    analyze: Analyze, recommend: Recommend, settings: Settings, guard: Guard = let_everybody
) -> APIRouter:
    """Make the routes; `settings.threads` files are worked on at the same time, others wait.

    The guard is asked where a song is to be remembered.
    """
    routes = APIRouter()
    limiter = CapacityLimiter(settings.threads)

    @routes.post("/analyze", summary="Tempo, key, energy and rhythm of an audio file", **ANALYZE)
    async def analyze_upload(request: Request, bpm: ToldBpm = None) -> AnalysisBody:
        encoded = await request_to_bytes(request, settings.max_upload_bytes)
        return await to_thread.run_sync(analyze, encoded, bpm, limiter=limiter)

    @routes.post("/recommend", summary="The same, and the beats that go with it", **RECOMMEND)
    async def recommend_for_upload(request: Request, bpm: ToldBpm = None) -> RecommendationBody:
        upload = await request_to_upload(request, settings.max_upload_bytes)
        wish = upload_to_wish(request.query_params, upload)
        if wish is not None:
            await guard(request)
        verdict = header_to_verdict(request.headers.get(VERDICT_HEADER))
        language = header_to_language(request.headers.get("accept-language"))
        return await to_thread.run_sync(
            recommend, upload.content, bpm, verdict, language, wish, limiter=limiter
        )

    return routes
