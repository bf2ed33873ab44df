"""Whether a file ends before its end, as downloads and recorders that were stopped leave it.

Each container says so in its own way: a size in front that is more than there is, a last page or
frame that is not whole. A size that says "unknown" says nothing.
"""

import re
from typing import Final

from music_genre.audio.decoding.containers import Container
from music_genre.audio.decoding.frames import FRAMED, Encoded, ends_within_frame
from music_genre.audio.decoding.sizes import CHUNKED, samples_are_missing

MISSING_S: Final = 0.1  # less than this under what a header says is rounding
_UNKNOWN_64: Final = {0, 2**64 - 1, 2**63 - 1}
_HEADER_BYTES: Final = 1 << 16
_OGG_TAIL_BYTES: Final = 1 << 17  # a page has 64 KB at most
_OGG_LAST_PAGE: Final = 4
_SEGMENT: Final = re.compile(rb"\x18\x53\x80\x67")
_XING: Final = re.compile(rb"Xing|Info|VBRI")
_XING_BYTES: Final = 4096
# Their readers know the length from the header alone.
_CLAIMING: Final = frozenset({"FLAC", "AU", "WAVPACK", "MP4"})


def is_cut_off(
    encoded: Encoded, start: int, container: Container, claimed_s: float | None, heard_s: float
) -> bool:
    """Tell whether something is missing at the end.

    `start` is where the container begins [bytes], `claimed_s` what the header says to its reader,
    `heard_s` what was decoded.
    """
    too_little = claimed_s is not None and claimed_s - heard_s > MISSING_S
    name = container.name.removeprefix("E")  # Enhanced AC-3 has frames of the same look
    if name in _CLAIMING:
        return too_little
    if name in FRAMED:
        claims = name == "MP3" and bool(_XING.search(encoded, 0, _XING_BYTES))
        return (claims and too_little) or ends_within_frame(encoded, name)
    if container.demuxer in CHUNKED:
        missing = samples_are_missing(encoded, start, container)
        return missing or (name == "AIFF" and too_little)
    misses = {
        "caf": _missing_of_caf,
        "ogg": _missing_of_ogg,
        "matroska": _missing_of_matroska,
    }.get(container.demuxer)
    return bool(misses and misses(encoded))


def _number(encoded: Encoded, at: int, n_bytes: int, *, big: bool = False) -> int:
    return int.from_bytes(encoded[at : at + n_bytes], "big" if big else "little")


def _missing_of_caf(encoded: Encoded) -> bool:
    """Compare the size of the data chunk with the file."""
    at = encoded.find(b"data", 8, _HEADER_BYTES)
    size = _number(encoded, at + 4, 8, big=True)
    return at >= 0 and size not in _UNKNOWN_64 and at + 12 + size > len(encoded)


def _missing_of_ogg(encoded: Encoded) -> bool:
    """Look whether the last page is whole and says that it is the last."""
    tail = encoded[-_OGG_TAIL_BYTES:]
    at = tail.rfind(b"OggS")
    n_segments = _number(tail, at + 26, 1)
    table = tail[at + 27 : at + 27 + n_segments]
    whole = len(table) == n_segments and at + 27 + n_segments + sum(table) <= len(tail)
    return not (whole and tail[at + 5] & _OGG_LAST_PAGE)


def _missing_of_matroska(encoded: Encoded) -> bool:
    """Compare the size of the segment with the file."""
    segment = _SEGMENT.search(encoded, 0, _HEADER_BYTES)
    if not segment or segment.end() >= len(encoded):
        return False
    n_bytes = 9 - encoded[segment.end()].bit_length()
    mask = (1 << 7 * n_bytes) - 1
    size = _number(encoded, segment.end(), n_bytes, big=True) & mask
    return size != mask and segment.end() + n_bytes + size > len(encoded)
