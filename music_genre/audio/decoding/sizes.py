"""Sizes in WAV, RF64, BW64, W64 and AIFF that cannot be believed → what FFmpeg reads instead.

Recorders and pipes that cannot go back leave zero or the greatest number where the size belongs,
and some write one that is too small. All the sound is there: it reaches to the end of the file.
Only the fields of such sizes are laid over; a file whose sizes are good has none.
Sources: EBU Tech 3306 (RF64), ITU-R BS.2088 (BW64), Sony's Wave-64 paper, Apple's AIFF-C draft.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from music_genre.audio.decoding.containers import Container
from music_genre.audio.decoding.frames import Encoded

CHUNKED: Final = frozenset({"wav", "w64", "aiff"})  # FFmpeg's readers
RUBBISH_BYTES: Final = 4096  # less than that behind the samples is nothing that was meant
_MOST_CHUNKS: Final = 64
_UNKNOWN_32: Final = 0x7F00_0000  # and more; SoX, FFmpeg and others take different ones
_UNKNOWN_64: Final = 1 << 62
_LEAST_LIST_BYTES: Final = 4  # FFmpeg refuses a file with a shorter one
_LEAST_W64_BYTES: Final = 88  # of a whole file, by FFmpeg
_FORM_MOST: Final = 2**31 - 1  # FFmpeg reads it with a sign
_PCM_TAGS: Final = {1, 3, 6, 7, 0xFFFE}
_PCM_KINDS: Final = {
    *(b"NONE", b"twos", b"sowt", b"raw ", b"in24", b"in32"),
    *(b"fl32", b"FL32", b"fl64", b"FL64", b"alaw", b"ALAW", b"ulaw", b"ULAW"),
}
_PRINTABLE: Final = re.compile(rb"[\x20-\x7e]{4}")
_KNOWN: Final = re.compile(
    rb"LIST|fact|cue |smpl|inst|bext|id3 |ID3 |JUNK|junk|FLLR|PAD |iXML|axml|chna|_PMX|acid|PEAK"
    rb"|RIFF|RIFX|FORM|COMM|MARK|INST|NAME|AUTH|ANNO|\(c\) |COMT|APPL|MIDI|FVER|CHAN"
    rb"|TAG|ID3|APETAGEX|LYRICS"
)
_W64_GUID: Final = re.compile(rb"(?s).{4}\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a|list\x2f")
_ZEROS: Final = bytes(1 << 16)


@dataclass(frozen=True)
class _Kind:
    """How the chunks of a container are written [bytes]."""

    first: int  # where the first chunk begins
    name_bytes: int
    size_bytes: int
    counted: int  # what a size counts of the chunk's own head
    rounded: int  # what chunks' lengths are rounded up to
    big: bool
    samples: bytes  # the name of the samples' chunk
    before: int  # what stands in that chunk before the samples

    @property
    def head(self) -> int:
        return self.name_bytes + self.size_bytes


@dataclass
class _Sizes:
    """What the sizes of a file say."""

    patches: dict[int, bytes] = field(default_factory=dict)
    missing: bool = False  # more is promised than is there


def bytes_to_patches(encoded: Encoded, start: int, container: Container) -> dict[int, bytes]:
    """Find the fields that are not to be believed: place in `encoded` [bytes] → what to read.

    `start` is where the container begins [bytes]. Damage raises nothing; at most 64 chunks
    before the samples and as many behind them are looked at. Empty where all is well, and for
    other containers.
    """
    return _sizes(encoded, start, container).patches


def samples_are_missing(encoded: Encoded, start: int, container: Container) -> bool:
    """Tell whether the samples' chunk says that it is longer than the file; "unknown" says not."""
    return _sizes(encoded, start, container).missing


def _sizes(encoded: Encoded, start: int, container: Container) -> _Sizes:
    found = _Sizes()
    if container.demuxer not in CHUNKED:
        return found
    kind = _kind(encoded, start, container)
    ds64, frames, pcm, samples_at = -1, -1, False, -1
    chunks = _chunks(encoded, start + kind.first, kind)
    while chunk := next(chunks, None):
        at, name, size = chunk
        body = at + kind.head
        if name == b"ds64" and container.name in {"RF64", "BW64"}:
            ds64 = body
        elif name in {b"fmt ", b"COMM"}:
            pcm = _is_pcm(encoded, start, body, kind)
            frames = body + 2 if name == b"COMM" else -1
            if frames >= 0 and _number(encoded, frames, 4, kind) >= _UNKNOWN_32:
                found.patches[frames] = bytes(4)
        elif name == b"LIST" and container.demuxer == "wav" and size < _LEAST_LIST_BYTES:
            found.patches[at] = b"JUNK"
        elif name == kind.samples and samples_at < 0:
            samples_at = at
            _look_at_whole(encoded, start, kind, found, body)
            end = _look_at_samples(encoded, kind, found, (at, size, ds64), pcm=pcm)
            if frames >= 0 and at + kind.name_bytes in found.patches:
                found.patches[frames] = bytes(4)  # a number of frames was worked out from that size
            chunks = _chunks(encoded, end + -(end - at) % kind.rounded, kind)
    return found


def _look_at_samples(
    encoded: Encoded, kind: _Kind, found: _Sizes, chunk: tuple[int, int, int], *, pcm: bool
) -> int:
    """Compare the size of the samples' chunk with the file, and correct it where it is none.

    Returns where the samples end, which may be behind the file [bytes].
    """
    at, size, ds64 = chunk  # where ds64 has its sizes; −1 where there is none
    body = at + kind.head
    rest = max(0, len(encoded) - body)
    wide = kind.size_bytes == 8 or ds64 >= 0  # noqa: PLR2004  # 64 bits
    said = _number(encoded, ds64 + 8, 8, kind) if ds64 >= 0 else size
    to_end = _is_unknown(said, rest, kind, wide=wide)
    if to_end and ds64 >= 0:  # the 32 bits in the chunk may be right
        said, to_end = size, _is_unknown(size, rest, kind, wide=False)
    found.missing = not to_end and said > rest
    to_end = to_end or (pcm and _goes_on(encoded, body + said, kind))
    size = rest if to_end else said
    if ds64 >= 0:
        if size != _number(encoded, ds64 + 8, 8, kind):
            found.patches[ds64 + 8] = size.to_bytes(8, "little")
        if _number(encoded, ds64 + 16, 8, kind) >= 1 << 63:
            found.patches[ds64 + 16] = bytes(8)
    elif to_end:
        found.patches[at + kind.name_bytes] = _written(size + kind.counted, kind)
    return body + size


def _look_at_whole(encoded: Encoded, start: int, kind: _Kind, found: _Sizes, body: int) -> None:
    """Correct the size of the whole file, where FFmpeg wants one that reaches to the samples."""
    place = start + kind.name_bytes
    said = _number(encoded, place, kind.size_bytes, kind)
    if kind.samples == b"SSND" and not body - start <= said <= _FORM_MOST:
        found.patches[place] = _written(min(len(encoded) - start - 8, _FORM_MOST), kind)
    if kind.counted and not _LEAST_W64_BYTES <= said < 1 << 63:
        found.patches[place] = _written(len(encoded) - start, kind)


def _kind(encoded: Encoded, start: int, container: Container) -> _Kind:
    if container.demuxer == "w64":
        return _Kind(40, 16, 8, 24, 8, big=False, samples=b"data", before=0)
    if container.demuxer == "aiff":
        return _Kind(12, 4, 4, 0, 2, big=True, samples=b"SSND", before=8)
    big = encoded[start : start + 4] == b"RIFX"
    return _Kind(12, 4, 4, 0, 2, big=big, samples=b"data", before=0)


def _chunks(encoded: Encoded, at: int, kind: _Kind) -> Iterator[tuple[int, bytes, int]]:
    """Go from chunk to chunk: place, four letters of the name, size without the head [bytes]."""
    for _ in range(_MOST_CHUNKS):
        if at + kind.head > len(encoded):
            return
        size = _number(encoded, at + kind.name_bytes, kind.size_bytes, kind) - kind.counted
        size = max(0, size)
        yield at, bytes(encoded[at : at + 4]), size
        at += kind.head + size + -size % kind.rounded


def _goes_on(encoded: Encoded, end: int, kind: _Kind) -> bool:
    """Tell whether what stands behind the samples' end is more of them: no chunk, tag or zeros."""
    if end + RUBBISH_BYTES > len(encoded):
        return False
    if any(_is_chunk(encoded, at, kind) for at in range(end, end + kind.rounded)):
        return False
    pieces = (encoded[at : at + len(_ZEROS)] for at in range(end, len(encoded), len(_ZEROS)))
    return any(not _ZEROS.startswith(piece) for piece in pieces)


def _is_chunk(encoded: Encoded, at: int, kind: _Kind) -> bool:
    """Tell whether a chunk may begin there."""
    if kind.counted:
        return bool(_W64_GUID.match(encoded, at))
    if _KNOWN.match(encoded, at):
        return True
    size = _number(encoded, at + 4, 4, kind)
    return bool(_PRINTABLE.match(encoded, at)) and at + kind.head + size <= len(encoded)


def _is_pcm(encoded: Encoded, start: int, body: int, kind: _Kind) -> bool:
    """Tell whether the samples are as they are, so that any number of bytes can be read."""
    if kind.samples == b"SSND":
        form = bytes(encoded[start + 8 : start + 12])
        return form == b"AIFF" or bytes(encoded[body + 18 : body + 22]) in _PCM_KINDS
    return _number(encoded, body, 2, kind) in _PCM_TAGS


def _is_unknown(size: int, rest: int, kind: _Kind, *, wide: bool) -> bool:
    """Tell whether a size says that its writer did not know it."""
    return size <= kind.before or (size > rest and size >= (_UNKNOWN_64 if wide else _UNKNOWN_32))


def _number(encoded: Encoded, at: int, n_bytes: int, kind: _Kind) -> int:
    return int.from_bytes(encoded[at : at + n_bytes], "big" if kind.big else "little")


def _written(size: int, kind: _Kind) -> bytes:
    most = (1 << 8 * kind.size_bytes) - 1
    return min(size, most).to_bytes(kind.size_bytes, "big" if kind.big else "little")
