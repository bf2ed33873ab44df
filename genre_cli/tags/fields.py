"""The tags of a file, whatever its format calls them: genre, BPM, initial key, comment, energy.

ID3 (MP3, AIFF, WAV) has TCON, TBPM, TKEY, COMM and TXXX:EnergyLevel; Vorbis comments (FLAC, Ogg,
Opus) GENRE, BPM, INITIALKEY, COMMENT and ENERGYLEVEL; MP4 ©gen, tmpo, ©cmt, iTunes' initialkey and
energylevel. Source: id3.org, and what Mixed In Key, Rekordbox, Serato and Traktor read.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Literal, get_args

import mutagen
from mutagen import id3
from mutagen.aiff import AIFF
from mutagen.flac import FLAC
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4, MP4FreeForm
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggspeex import OggSpeex
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

from genre_cli.library.year import BROKEN
from genre_cli.telling.problems import FileProblemError

Field = Literal["genre", "bpm", "key", "comment", "energy"]
FIELDS: Final[tuple[Field, ...]] = get_args(Field)
Values = tuple[str, ...]

WITH_ID3: Final = (MP3, AIFF, WAVE)
WITH_VORBIS: Final = (FLAC, OggVorbis, OggOpus, OggFLAC, OggSpeex)
FRAMES: Final[dict[Field, str]] = {
    "genre": "TCON",
    "bpm": "TBPM",
    "key": "TKEY",
    "comment": "COMM",
    "energy": "TXXX:EnergyLevel",
}
COMMENTS: Final[dict[Field, str]] = {
    "genre": "genre",
    "bpm": "bpm",
    "key": "initialkey",
    "comment": "comment",
    "energy": "energylevel",
}
ATOMS: Final[dict[Field, str]] = {
    "genre": "\xa9gen",
    "bpm": "tmpo",
    "key": "----:com.apple.iTunes:initialkey",
    "comment": "\xa9cmt",
    "energy": "----:com.apple.iTunes:energylevel",
}
UTF_8: Final = 3  # ID3's number of that encoding
LANGUAGE: Final = "eng"
OLDER, NEWER = 3, 4  # ID3v2.3, which everything reads, and ID3v2.4


class TagFile:
    """A file whose tags can be read, changed and saved.

    Raises `FileProblemError` (`tags_unsupported`, `tags_unreadable`) and `OSError`.
    """

    def __init__(self, path: Path) -> None:
        try:
            opened = mutagen.File(path)
        except BROKEN as error:
            if isinstance(error.__context__, OSError):
                raise error.__context__ from error
            raise FileProblemError("tags_unreadable") from error
        if not isinstance(opened, (*WITH_ID3, *WITH_VORBIS, MP4)):
            raise FileProblemError("tags_unsupported")
        self._file: Any = opened
        self._has_several = False  # values in a field that was written
        self._path = path

    @property
    def has_whole_bpm(self) -> bool:
        """Tell whether the format takes a whole number for a tempo."""
        return not isinstance(self._file, WITH_VORBIS)

    def read(self, field: Field) -> Values:
        """Read a field; empty where it is not there."""
        tags = self._file.tags
        if tags is None:
            return ()
        if isinstance(self._file, WITH_ID3):
            return self._read_id3(tags, field)
        name = ATOMS[field] if isinstance(self._file, MP4) else COMMENTS[field]
        values = tags.get(name, ())
        return tuple(
            bytes(one).decode("utf-8", "replace") if isinstance(one, MP4FreeForm) else str(one)
            for one in values
        )

    def write(self, field: Field, values: Sequence[str]) -> None:
        """Set a field, in memory."""
        self._has_several |= len(values) > 1
        if self._file.tags is None:
            self._file.add_tags()
        tags = self._file.tags
        if isinstance(self._file, WITH_ID3):
            if field == "comment":
                tags.delall("COMM:")
                tags.add(id3.COMM(encoding=UTF_8, lang=LANGUAGE, desc="", text=[*values]))  # type: ignore[no-untyped-call]  # mutagen has no types here
            elif field == "energy":
                own = FRAMES[field].partition(":")[2]
                tags.setall(FRAMES[field], [id3.TXXX(encoding=UTF_8, desc=own, text=[*values])])  # type: ignore[no-untyped-call]
            else:
                frame = getattr(id3, FRAMES[field])
                tags.setall(FRAMES[field], [frame(encoding=UTF_8, text=[*values])])
        elif not isinstance(self._file, MP4):
            tags[COMMENTS[field]] = [*values]
        elif field == "bpm":
            tags[ATOMS[field]] = [int(one) for one in values]
        elif field in {"key", "energy"}:
            tags[ATOMS[field]] = [MP4FreeForm(one.encode()) for one in values]  # type: ignore[no-untyped-call]
        else:
            tags[ATOMS[field]] = [*values]

    def save(self) -> None:
        """Write the tags into the file, in the version of ID3 that it has. Raises `OSError`."""
        try:
            if isinstance(self._file, WITH_ID3):
                self._file.save(self._path, v2_version=self._version)
            else:
                self._file.save(self._path)
        except mutagen.MutagenError as error:
            if isinstance(error.__context__, OSError):
                raise error.__context__ from error
            raise FileProblemError("tags_unreadable") from error

    @property
    def _version(self) -> int:
        """Choose ID3v2.4 where the file has it or a field has several values, else ID3v2.3."""
        version = self._file.tags.version
        had_tags = self._file.tags.size > 0
        is_newer = had_tags and version >= (2, NEWER, 0)
        return NEWER if is_newer or self._has_several else OLDER

    @staticmethod
    def _read_id3(tags: Any, field: Field) -> Values:
        if field == "comment":
            found = [frame for frame in tags.getall("COMM") if not frame.desc]
            return tuple(str(text) for frame in found[:1] for text in frame.text)
        frames = tags.getall(FRAMES[field])
        if not frames:
            return ()
        texts = frames[0].genres if field == "genre" else frames[0].text
        return tuple(str(text) for text in texts)
