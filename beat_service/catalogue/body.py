"""Rows of the catalogue → the JSON of a beat, and its schema."""

from collections.abc import Iterable
from typing import Any, Literal, Self

from pydantic import Field

from beat_service.catalogue.tables import Beat
from music_genre.webapi.body import Body


class BeatBody(Body):
    """One beat."""

    id: str
    title: str
    style: str
    kind: Literal["pattern", "midi", "audio"] = Field(description="what it is played from")
    bpm: float = Field(description="its own tempo")
    slowest_bpm: float = Field(description="tempi between which it stays itself")
    fastest_bpm: float
    key: str | None
    bars: int
    meter: str = Field(description="of its bars, such as 7/8; bpm counts quarters in all of them")
    beats: float = Field(description="quarters until it repeats")
    licence: str
    author: str
    url: str = Field(description="the beat itself, from the service's root")
    audio_url: str = Field(description="WAV; `?bpm=` asks for another tempo")
    midi_url: str | None = Field(description="its strokes as a MIDI file; none of a recording")
    pattern: dict[str, Any] | None = Field(description="steps of each voice, where there are any")
    traits: dict[str, Any] = Field(description="what the analysis measured when it was added")

    @classmethod
    def of(cls, beat: Beat) -> Self:
        """Make the body of a row."""
        columns = {name: getattr(beat, name) for name in cls.model_fields if hasattr(beat, name)}
        url = f"/beats/{beat.id}"
        midi_url = None if beat.kind == "audio" else f"{url}/midi"
        return cls(**columns, url=url, audio_url=f"{url}/audio", midi_url=midi_url)


class BeatsBody(Body):
    """A list of beats, and the styles that there are."""

    beats: list[BeatBody]
    styles: list[str] = Field(description="every style in the catalogue")

    @classmethod
    def of(cls, beats: Iterable[Beat], styles: Iterable[str]) -> Self:
        """Make the body of a list."""
        return cls(beats=[BeatBody.of(beat) for beat in beats], styles=list(styles))
