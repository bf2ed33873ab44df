"""Frames of MP3, AAC and AC-3: where a chain of them begins in other bytes, and where it ends.

Recorders leave rubbish before the first frame, and streams begin anywhere. A frame says its own
length, so where several follow each other with the same settings there is sound; one that looks
like a frame by chance is followed by none.
Sources: ISO/IEC 11172-3 and 13818-3 (MPEG audio), 13818-7 (ADTS), ATSC A/52 (AC-3).
"""

import mmap
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

Encoded = bytes | mmap.mmap  # a file's bytes, perhaps in memory that another process shares

SEARCHED_BYTES: Final = 1 << 17  # how far rubbish before the first frame may reach
TAIL_BYTES: Final = 1 << 14  # some frames of any of the three are in it
CHAINED: Final = 3  # [frames] in a row that are no accident

# [kbit/s] by MPEG-1 or not, and layer; index 0 is "free", whose frames say no length.
_KBITS: Final = {
    (True, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_MPEG_1_HZ: Final = (44_100, 48_000, 32_000)
_AC3_KBITS: Final = (
    *(32, 40, 48, 56, 64, 80, 96, 112, 128, 160),
    *(192, 224, 256, 320, 384, 448, 512, 576, 640),
)
_AC3_MOST_BSID: Final = 10  # above it is Enhanced AC-3


@dataclass(frozen=True)
class Frame:
    """How long a frame is [bytes], and what all frames of one stream have alike."""

    size: int
    settings: tuple[int, ...]


def _mpeg_frame(head: bytes) -> Frame | None:
    """Read a header of MPEG audio, layers I to III."""
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    rate, bits, padding = head[2] >> 2 & 3, head[2] >> 4, head[2] >> 1 & 1
    if head[1] & 0xE0 != 0xE0 or version == 1 or layer == 4 or rate == 3 or bits in {0, 15}:  # noqa: PLR2004  # values that the standard reserves
        return None
    is_1 = version == 3  # noqa: PLR2004  # the standard's number of MPEG-1
    rate_hz = _MPEG_1_HZ[rate] // {3: 1, 2: 2, 0: 4}[version]
    bits_per_s = _KBITS[is_1, layer if is_1 else min(layer, 2)][bits] * 1000
    if layer == 1:
        size = (12 * bits_per_s // rate_hz + padding) * 4
    else:
        size = (144 if is_1 or layer == 2 else 72) * bits_per_s // rate_hz + padding  # noqa: PLR2004  # layer II
    return Frame(size, (version, layer, rate))


def _adts_frame(head: bytes) -> Frame | None:
    """Read a header of AAC in ADTS."""
    rate, size = head[2] >> 2 & 15, (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    if head[1] & 0xF6 != 0xF0 or rate > 12 or size < 8:  # noqa: PLR2004  # 12 is the last rate
        return None
    return Frame(size, (head[1], head[2] & 0xFD, head[3] & 0xC0))


def _ac3_frame(head: bytes) -> Frame | None:
    """Read a header of AC-3, or of its enhanced kind."""
    if head[5] >> 3 > _AC3_MOST_BSID:
        return Frame(((head[2] & 7) << 8 | head[3]) * 2 + 2, (1, head[4] >> 6))
    rate, code = head[4] >> 6, head[4] & 63
    if rate == 3 or code // 2 >= len(_AC3_KBITS):  # noqa: PLR2004  # a reserved value
        return None
    kbits = _AC3_KBITS[code // 2]
    words = {0: kbits * 2, 1: kbits * 96_000 // 44_100 + code % 2, 2: kbits * 3}[rate]
    return Frame(words * 2, (0, rate))


HEAD_BYTES: Final = 6
_READERS: Final[dict[str, tuple[re.Pattern[bytes], Callable[[bytes], Frame | None]]]] = {
    "MP3": (re.compile(rb"\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]"), _mpeg_frame),
    "AAC": (re.compile(rb"\xff[\xf0\xf1\xf8\xf9]"), _adts_frame),
    "AC3": (re.compile(rb"\x0b\x77"), _ac3_frame),
}
FRAMED: Final = frozenset(_READERS)


def find_frames(encoded: Encoded, start: int) -> tuple[str, int] | None:
    """Find the first chain of frames from there: what they are (`FRAMED`) and its place [bytes]."""
    chains = [(at, name) for name in _READERS if (at := _first_chain(encoded, start, name)) >= 0]
    return (min(chains)[1], min(chains)[0]) if chains else None


def _first_chain(encoded: Encoded, start: int, name: str) -> int:
    """Find where `CHAINED` frames of a kind follow each other; −1 if nowhere."""
    for match in _READERS[name][0].finditer(encoded, start, start + SEARCHED_BYTES):
        if len(_walk(encoded, match.start(), name, CHAINED)) >= CHAINED:
            return match.start()
    return -1


def _walk(encoded: Encoded, start: int, name: str, most: int) -> list[int]:
    """Go from frame to frame of one stream: where each ends [bytes], also past what is there."""
    sync, read = _READERS[name]
    ends: list[int] = []
    settings = None
    while len(ends) < most and start + HEAD_BYTES <= len(encoded) and sync.match(encoded, start):
        frame = read(bytes(encoded[start : start + HEAD_BYTES]))
        if frame is None or settings not in {None, frame.settings}:
            break
        settings, start = frame.settings, start + frame.size
        ends.append(start)
    return ends


def ends_within_frame(encoded: Encoded, name: str) -> bool:
    """Tell whether the last frame of the file is not all there."""
    tail = bytes(encoded[-TAIL_BYTES:])
    for match in _READERS[name][0].finditer(tail):
        at = match.start()
        ends = _walk(tail, at, name, TAIL_BYTES)
        if len(ends) >= CHAINED:
            rest = tail[ends[-1] :]
            stump = len(rest) < HEAD_BYTES and rest[:1] == tail[at : at + 1]
            return stump or ends[-1] > len(tail)
    return False
