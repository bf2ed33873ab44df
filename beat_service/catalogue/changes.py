"""The body of `PATCH /beats/{beat_id}` → what of a beat is to be another, checked.

A JSON object (RFC 7396): what is left out stays. A tempo or meter that is null is found again, as
it is for an upload that says none.
"""

import json
from typing import Final

from fastapi import Request
from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict  # pydantic takes no other before Python 3.12

from beat_service.catalogue.description import Description, Licence, Name
from beat_service.catalogue.tables import Beat
from beat_service.drums.meter import MeterName
from beat_service.drums.midi import bytes_to_midi_beat
from beat_service.drums.pattern import Bpm
from music_genre.webapi.fastapi.upload import request_to_body
from music_genre.webapi.intake.limits import AROUND_BYTES, content_type_to_media_type, is_json
from music_genre.webapi.openapi import Schema, request_body
from music_genre.webapi.problems import ApiError

# What is measured, or follows from what is said: taken from the new analysis as a whole.
MEASURED: Final = ("bpm", "slowest_bpm", "fastest_bpm", "key", "bars", "meter", "beats", "traits")
MEDIA_TYPES: Final = ("application/json", "application/merge-patch+json")


@with_config(ConfigDict(extra="forbid"))
class BeatChanges(TypedDict, total=False):
    """What is to be another of a beat: at least one of these."""

    title: Name
    style: Name
    licence: Licence
    author: Name
    bpm: Bpm | None
    meter: MeterName | None


CHANGES: Final[TypeAdapter[BeatChanges]] = TypeAdapter(BeatChanges)


async def request_to_changes(request: Request) -> BeatChanges:
    """Read the changes that a request asks for. Raises `ApiError`."""
    if not is_json(content_type_to_media_type(request.headers.get("content-type", ""))):
        raise ApiError("unsupported_content_type")
    return json_to_changes(await request_to_body(request, AROUND_BYTES))


def json_to_changes(body: bytes) -> BeatChanges:
    """Check what is to be changed. Raises `ApiError` (`malformed_beat_changes`)."""
    try:
        changes = CHANGES.validate_python(json.loads(body))
    except (ValidationError, ValueError, RecursionError) as error:
        raise ApiError("malformed_beat_changes") from error
    if not changes:
        raise ApiError("malformed_beat_changes")
    return changes


def changes_to_description(beat: Beat, changes: BeatChanges) -> Description:
    """Describe a beat with its file as it is to be; what is null is left to the analysis."""
    return Description(
        title=changes.get("title", beat.title),
        style=changes.get("style", beat.style),
        licence=changes.get("licence", beat.licence),
        author=changes.get("author", beat.author),
        bpm=changes.get("bpm", beat.bpm),
        meter=changes["meter"] if "meter" in changes else said_meter(beat),
    )


def said_meter(beat: Beat) -> str | None:
    """Return the meter of a beat that its file does not say by itself."""
    if beat.kind != "midi" or beat.file is None:
        return beat.meter
    return midi_to_said_meter(beat.file.content, beat.bpm, beat.meter)


def midi_to_said_meter(encoded: bytes, bpm: float, meter: str) -> str | None:
    """Return a meter, or None where a MIDI file says it by itself at a tempo [BPM].

    A file may change meter on the way; said from outside, one would hold for all of it. Raises
    children of `BeatError`.
    """
    by_itself = bytes_to_midi_beat(encoded, bpm, on_any_channel=True).bars.meter
    return None if str(by_itself) == meter else meter


def changes_to_openapi() -> Schema:
    """Describe the changes as the body of a request."""
    schema = CHANGES.json_schema() | {"minProperties": 1}
    return request_body(dict.fromkeys(MEDIA_TYPES, schema))
