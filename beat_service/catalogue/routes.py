"""`/beats`: list, play, add, change and delete beats."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DatabaseError, OperationalError

from beat_service.catalogue.admin_token import Guard, let_everybody
from beat_service.catalogue.body import BeatBody, BeatsBody
from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.changes import BeatChanges, changes_to_openapi, request_to_changes
from beat_service.catalogue.condition import error_to_code
from beat_service.catalogue.description import Name, SentBpm
from beat_service.catalogue.form import BeatForm, form_to_openapi, limit_to_form_reader
from beat_service.catalogue.tables import ID_LENGTH
from beat_service.catalogue.wav_response import MIDI_TYPE, WAV_TYPE, file_to_response, tempo_to_name
from beat_service.drums.meter import MeterName
from music_genre.webapi.fastapi.openapi import refusals
from music_genre.webapi.openapi import BINARY

QueryBpm = Annotated[
    SentBpm | None, Query(description="within 4 % of a tempo that it can be played at")
]
QueryStyle = Annotated[Name | None, Query(description="in any case")]
QueryMeter = Annotated[MeterName | None, Query(description="of its bars, such as 7/8")]
PlayedBpm = Annotated[SentBpm | None, Query(description="instead of its own tempo")]
BeatId = Annotated[Name, Path(max_length=ID_LENGTH)]
Answers = dict[int | str, dict[str, Any]]

# What libraries raise in these routes, by the code of its answer.
CODES: Final[Mapping[type[Exception], Callable[[Exception], str]]] = {
    OperationalError: error_to_code,
    DatabaseError: error_to_code,
    RequestValidationError: lambda _: "malformed_beat_query",
}


def file_answers(media_type: str) -> Answers:
    """Describe the answers of a route that sends a file."""
    return {
        200: {"content": {media_type: BINARY}, "description": "the whole file"},
        206: {"content": {media_type: BINARY}, "description": "the range that was asked for"},
        304: {"description": "the version that the client has"},
        **refusals(400, 404, 416, 422),
    }


def beat_routes(
    catalogue: BeatCatalogue, max_upload_bytes: int, guard: Guard = let_everybody
) -> APIRouter:
    """Make the routes of a catalogue; those that change it ask the guard."""
    routes = APIRouter(tags=["beats"])
    guarded = [Depends(guard)]
    read_form = limit_to_form_reader(max_upload_bytes)

    @routes.get("/beats", responses=refusals(400))
    def list_beats(
        style: QueryStyle = None, bpm: QueryBpm = None, meter: QueryMeter = None
    ) -> BeatsBody:
        """List beats, of one style, at one tempo or in one meter."""
        return BeatsBody.of(catalogue.beats(style, bpm, meter), catalogue.styles())

    @routes.get("/beats/{beat_id}", responses=refusals(404))
    def show_beat(beat_id: BeatId) -> BeatBody:
        """Show one beat."""
        return BeatBody.of(catalogue.beat(beat_id))

    @routes.get("/beats/{beat_id}/audio", response_class=Response, responses=file_answers(WAV_TYPE))
    def play_beat(request: Request, beat_id: BeatId, bpm: PlayedBpm = None) -> Response:
        """Play a beat, at its own tempo or another."""
        beat = catalogue.beat(beat_id)
        name = tempo_to_name(beat_id, bpm or beat.bpm, beat.key)
        return file_to_response(catalogue.wav(beat_id, bpm), request, f"{name}.wav", WAV_TYPE)

    @routes.get("/beats/{beat_id}/midi", response_class=Response, responses=file_answers(MIDI_TYPE))
    def write_beat(request: Request, beat_id: BeatId, bpm: PlayedBpm = None) -> Response:
        """Write a beat as a MIDI file, at its own tempo or another."""
        beat = catalogue.beat(beat_id)
        name = tempo_to_name(beat_id, bpm or beat.bpm, beat.key)
        return file_to_response(catalogue.midi(beat_id, bpm), request, f"{name}.mid", MIDI_TYPE)

    @routes.post(
        "/beats",
        status_code=201,
        dependencies=guarded,
        responses=refusals(400, 401, 403, 409, 413, 415, 422, 503, 507),
        openapi_extra=form_to_openapi(),
    )
    def add_beat(
        request: Request, response: Response, form: Annotated[BeatForm, Depends(read_form)]
    ) -> BeatBody:
        """Check, analyse and keep a beat."""
        body = BeatBody.of(catalogue.add(form.file, form))
        response.headers["Location"] = request.scope.get("root_path", "") + body.url
        return body

    @routes.patch(
        "/beats/{beat_id}",
        dependencies=guarded,
        responses=refusals(400, 401, 403, 404, 409, 413, 415, 422),
        openapi_extra=changes_to_openapi(),
    )
    def change_beat(
        beat_id: BeatId, changes: Annotated[BeatChanges, Depends(request_to_changes)]
    ) -> BeatBody:
        """Change a beat that was added; what is left out stays."""
        return BeatBody.of(catalogue.change(beat_id, changes))

    @routes.delete(
        "/beats/{beat_id}",
        status_code=204,
        dependencies=guarded,
        responses=refusals(401, 403, 404),
    )
    def delete_beat(beat_id: BeatId) -> None:
        """Delete a beat and its file."""
        catalogue.delete(beat_id)

    return routes
