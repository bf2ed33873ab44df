"""`beats.json`: what a folder of exported beats holds, for people and for `beat_service.add`.

A file that the list names is added as the list says, whatever folder it lies in; what is in the
list may be edited, and what is not in it stays what it is.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from beat_service.catalogue.tables import Beat

LIST_NAME: Final = "beats.json"


class BeatListError(Exception):
    """The list of a folder cannot be read; the message says what to do."""


class ListedBeat(BaseModel):
    """One beat: the file that it is added from, what it plays as, and what is said of it.

    Paths are from the folder of the list, with `/`. `audio` and `midi` may be `file` itself. Key,
    bars and beats are for people: adding it finds them again.
    """

    model_config = ConfigDict(frozen=True)

    file: str
    audio: str
    midi: str | None = None
    title: str
    style: str
    kind: Literal["pattern", "midi", "audio"]
    bpm: float
    meter: str
    licence: str
    author: str
    key: str | None = None
    bars: int | None = None
    beats: float | None = None
    id: str | None = None

    @classmethod
    def of(cls, beat: Beat, file: str, audio: str, midi: str | None) -> Self:
        """Describe a row whose files were written."""
        files = {"file": file, "audio": audio, "midi": midi}
        columns = {name: getattr(beat, name) for name in cls.model_fields.keys() - files.keys()}
        return cls.model_validate(columns | files)


class BeatList(BaseModel):
    """The beats of a folder."""

    beats: list[ListedBeat]

    def to_json(self) -> bytes:
        """Write it for people to read and edit: UTF-8, a line for each member."""
        return (self.model_dump_json(indent=2) + "\n").encode()

    def by_file(self) -> Mapping[str, ListedBeat]:
        """Find beats by the file that they are added from."""
        return {beat.file: beat for beat in self.beats}

    def copies(self) -> frozenset[str]:
        """List the files that are another form of a beat, and no beats of their own."""
        files = {beat.file for beat in self.beats}
        forms = {form for beat in self.beats for form in (beat.audio, beat.midi) if form}
        return frozenset(forms - files)


def folder_to_beat_list(folder: Path) -> BeatList:
    """Read the list of a folder; it is empty where there is none. Raises `BeatListError`."""
    try:
        return BeatList.model_validate_json((folder / LIST_NAME).read_bytes())
    except FileNotFoundError:
        return BeatList(beats=[])
    except OSError as error:
        raise BeatListError(f"{LIST_NAME}: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        what = ": ".join(filter(None, (LIST_NAME, where, first["msg"])))
        raise BeatListError(f"{what}; mend it, or take it away to add by folders") from error
