"""A file's tags → the year of the music: of its first release where they tell it, else of this one.

ID3 (MP3, AIFF, WAV) has TDOR and TDRC, whose older names mutagen translates; Vorbis comments
ORIGINALDATE, DATE and YEAR; MP4 ©day.
"""

import io
import re
import struct
from collections.abc import Iterator
from typing import Any, Final

import mutagen
from mutagen.aiff import AIFF
from mutagen.flac import FLAC
from mutagen.id3 import ID3
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

FORMATS: Final = (MP3, AIFF, WAVE, FLAC, OggVorbis, OggOpus, OggFLAC, MP4)
FRAMES: Final = ("TDOR", "TDRC")
COMMENTS: Final = ("originaldate", "originalyear", "date", "year")
ATOMS: Final = ("\xa9day",)
# What mutagen raises of broken files; the last three where it has not looked at what it reads.
BROKEN: Final = (mutagen.MutagenError, IndexError, ValueError, struct.error)
YEAR: Final = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")  # there is no older recording


def encoded_to_year(encoded: bytes) -> int | None:
    """Read the year of a file's bytes; None where its tags tell none or cannot be read."""
    try:
        opened = mutagen.File(io.BytesIO(encoded), options=FORMATS)
    except BROKEN:
        return None
    said = opened_to_texts(opened) if opened is not None else iter(())
    found = (YEAR.search(text) for text in said)
    return next((int(year[0]) for year in found if year), None)


def opened_to_texts(opened: Any) -> Iterator[str]:
    """List what the tags say of dates, the first release first."""
    tags = opened.tags
    if tags is None:
        return
    names = FRAMES if isinstance(tags, ID3) else ATOMS if isinstance(opened, MP4) else COMMENTS
    for name in names:
        if name in tags:
            value = tags[name]
            yield from (str(one) for one in getattr(value, "text", value))
