"""What a file is built of: chunks, atoms, elements, pages or frames, and where their sizes stand.

Only as much of each container is read as damaging it in its own places needs; what does not fit,
since it was damaged before, ends the walk.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

MOST_UNITS: Final = 400


@dataclass(frozen=True)
class Size:
    """A number that says how long something is: its place, bytes and order."""

    at: int
    n_bytes: int
    big: bool


@dataclass(frozen=True)
class Unit:
    """A part of a file [bytes]; `size` is None where it has none of its own."""

    start: int
    end: int
    size: Size | None = None


@dataclass(frozen=True)
class Layout:
    """How the parts of a container look: where they begin, where their size is, what it counts."""

    first: int  # where the first one begins
    size_at: int
    size_bytes: int
    big: bool
    head: int  # in front of what the size counts; 0 where it counts that too
    aligned: int = 1
    inside: tuple[tuple[bytes, int], ...] = ()  # those that have others inside, and from where


LAYOUTS: Final = {
    "WAV": Layout(12, 4, 4, big=False, head=8, aligned=2),
    "RF64": Layout(12, 4, 4, big=False, head=8, aligned=2),
    "BW64": Layout(12, 4, 4, big=False, head=8, aligned=2),
    "W64": Layout(40, 16, 8, big=False, head=0, aligned=8),
    "AIFF": Layout(12, 4, 4, big=True, head=8, aligned=2),
    "CAF": Layout(8, 4, 8, big=True, head=12),
    "MP4": Layout(
        *(0, 0, 4, True, 0, 1),
        tuple((kind, 8) for kind in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta"))
        + tuple((kind, 8) for kind in (b"moof", b"traf", b"mvex", b"edts", b"dinf"))
        + ((b"stsd", 16), (b"mp4a", 36), (b"alac", 36), (b"meta", 12)),
    ),
    "ASF": Layout(0, 16, 8, big=False, head=0, inside=((b"\x30\x26\xb2\x75", 30),)),
    "WAVPACK": Layout(0, 4, 4, big=False, head=8),
    "MIDI": Layout(0, 4, 4, big=True, head=8),
}
SYNC_BYTES: Final = 2  # that every frame of a stream begins with
_OGG_HEAD: Final = 27
_FLAC_FRAME: Final = re.compile(rb"\xff[\xf8\xf9]")
_MASTERS: Final = tuple(
    bytes.fromhex(ident)
    for ident in ("18538067", "1654ae6b", "ae", "e1", "1f43b675", "a0", "1c53bb6b", "1254c367")
)
_AFTER_TAG: Final = re.compile(rb"\xff[\xe2-\xff]|\x0b\x77")


def bytes_to_units(content: bytes, name: str) -> list[Unit]:
    """List the parts of a file of a container, at most `MOST_UNITS`, those inside others too."""
    family = name if name in LAYOUTS else name.split("_", maxsplit=1)[0]
    if family in LAYOUTS:
        layout = LAYOUTS[family]
        found = _chunks(content, layout, layout.first, len(content))
    elif family == "OGG":
        found = _pages(content)
    elif family == "FLAC":
        found = _flac_parts(content)
    elif family in {"MATROSKA", "WEBM"}:
        found = _elements(content, 0, len(content))
    elif family in {"MP3", "AAC", "AC3", "EAC3"}:
        found = _frames(content)
    else:
        found = iter(())
    return [unit for unit, _ in zip(found, range(MOST_UNITS), strict=False)]


def _chunks(content: bytes, layout: Layout, start: int, stop: int) -> Iterator[Unit]:
    head = layout.head or layout.size_at + layout.size_bytes
    kind_at = 4 if layout.size_at == 0 else 0
    while start + head < stop:
        at = start + layout.size_at
        counted = int.from_bytes(
            content[at : at + layout.size_bytes], "big" if layout.big else "little"
        )
        end = start + layout.head + counted
        end += -end % layout.aligned
        if end <= start:
            return
        end = min(end, stop)
        yield Unit(start, end, Size(at, layout.size_bytes, layout.big))
        kind = content[start + kind_at : start + kind_at + 4]
        for parent, skipped in layout.inside:
            if kind == parent:
                yield from _chunks(content, layout, start + skipped, end)
        start = end


def _pages(content: bytes) -> Iterator[Unit]:
    for start, after in parted(re.finditer(b"OggS", content), len(content)):
        if start + _OGG_HEAD < len(content):
            yield Unit(start, after, Size(start + _OGG_HEAD - 1, 1, big=True))


def _flac_parts(content: bytes) -> Iterator[Unit]:
    start, is_last = 4, False
    while start + 4 < len(content) and not is_last:
        is_last = bool(content[start] & 0x80)
        end = start + 4 + int.from_bytes(content[start + 1 : start + 4], "big")
        yield Unit(start, min(end, len(content)), Size(start + 1, 3, big=True))
        start = end
    frames = _FLAC_FRAME.finditer(content, start)
    yield from (Unit(*ends) for ends in parted(frames, len(content)))


def _elements(content: bytes, start: int, stop: int) -> Iterator[Unit]:
    while start + 2 < stop:
        id_bytes, size_at = _length(content[start]), start + _length(content[start])
        if size_at >= stop:
            return
        size_bytes = _length(content[size_at])
        within = size_at + size_bytes
        counted = int.from_bytes(content[size_at:within], "big") & ((1 << 7 * size_bytes) - 1)
        end = min(within + counted, stop)
        yield Unit(start, end, Size(size_at, size_bytes, big=True))
        if content[start : start + id_bytes] in _MASTERS:
            yield from _elements(content, within, end)
        start = end


def _length(first: int) -> int:
    """Count the bytes of a number of Matroska's by its first one."""
    return min(9 - first.bit_length(), 8)


def _frames(content: bytes) -> Iterator[Unit]:
    first = _AFTER_TAG.search(content)
    if not first:
        return
    sync = content[first.start() : first.start() + SYNC_BYTES]
    frames = re.finditer(re.escape(sync), content)
    yield from (Unit(*ends) for ends in parted(frames, len(content)))


def parted(begun: Iterable[re.Match[bytes]], stop: int) -> list[tuple[int, int]]:
    """List where parts begin and end that go on until the next one."""
    return list(pairwise([*(match.start() for match in begun), stop]))
