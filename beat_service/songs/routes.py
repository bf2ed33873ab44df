"""`/beats/{beat_id}/songs`: which songs a beat was chosen for, and forgetting them.

All of them ask the guard of changes: what somebody plays is nobody else's business.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from beat_service.catalogue.admin_token import Guard, let_everybody
from beat_service.catalogue.routes import BeatId
from beat_service.songs.body import SongsBody
from beat_service.songs.memory import SongMemory
from music_genre.webapi.fastapi.openapi import refusals

Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="`sha256` of the song")]


def song_routes(memory: SongMemory, guard: Guard = let_everybody) -> APIRouter:
    """Make the routes of the songs that are remembered."""
    routes = APIRouter(tags=["songs"], dependencies=[Depends(guard)])

    @routes.get("/beats/{beat_id}/songs", responses=refusals(400, 401, 403, 404))
    def list_songs(beat_id: BeatId) -> SongsBody:
        """List the songs that a beat was chosen for, of those that were to be remembered."""
        return SongsBody.of(memory.songs(beat_id))

    @routes.delete(
        "/beats/{beat_id}/songs", status_code=204, responses=refusals(400, 401, 403, 404)
    )
    def forget_songs(beat_id: BeatId) -> None:
        """Forget all songs of a beat."""
        memory.forget(beat_id)

    @routes.delete(
        "/beats/{beat_id}/songs/{sha256}", status_code=204, responses=refusals(400, 401, 403, 404)
    )
    def forget_song(beat_id: BeatId, sha256: Digest) -> None:
        """Forget one song of a beat."""
        memory.forget(beat_id, sha256)

    return routes
