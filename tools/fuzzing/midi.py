"""MIDI files to damage, and their reading within limits of time and memory, in this process."""

import resource
import signal
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from beat_service.catalogue.description import Description
from beat_service.catalogue.upload import BeatTraits, Known, bytes_to_beat
from music_genre.audio.errors import RefusalError
from tools.fuzzing.damage import damaged

NAME: Final = "MIDI"
TIME_S: Final = 10.0
MEMORY_BYTES: Final = 256 * 2**20
TICKS: Final = 96
_END: Final = b"\x00\xff\x2f\x00"
_BAR: Final = bytes.fromhex("0099246460802464009926646000992a4060")[:-1]
_TEMPO, _METER = b"\x00\xff\x51\x03\x07\xa1\x20", b"\x00\xff\x58\x04\x04\x02\x18\x08"
# Events that readers stumble over: no tempo, the slowest, odd meters, long waits, endless texts.
ODD_EVENTS: Final = (
    *(
        b"\x00\xff\x51\x03\x00\x00\x00",
        b"\x00\xff\x51\x03\x00\x00\x01",
        b"\x00\xff\x51\x03" + b"\xff" * 3,
    ),
    *(b"\x00\xff\x58\x04\x00\x00\x18\x08", b"\x00\xff\x58\x04\xff\xff\x00\x00"),
    *(
        b"\x00\xff\x58\x04\x01\x04\x18\x08",
        b"\x00\xff\x58\x04\x07\x03\x18\x08",
        b"\x00\xff\x58\x00",
    ),
    *(
        b"\xff\xff\xff\x7f\x99\x24\x64",
        b"\xff\xff\xff\xff\x7f\x99\x24\x64",
        b"\x87\x68\x99\x26\x40",
    ),
    *(
        b"\x00\xff\x01\xff\xff\xff\x7f",
        b"\x00\xf0\x05",
        b"\x00\xf1\x00",
        b"\x00\xf8",
        b"\x00\xff\x2f\x00",
    ),
    *(b"\x00\xff\x59\x02\x7f\x09", b"\x00\x24\x64", b"\x01\x99\x24\x64" * 500),
)


class TooSlowError(Exception):
    """Reading took longer than `TIME_S`."""


def originals() -> list[bytes]:
    """Write files of each format, of film time, without a tempo, and in a RIFF."""
    strokes = b"".join(
        bytes([0 if stroke == 0 else TICKS // 2, 0x99, (36, 42, 38, 42)[stroke % 4], 100])
        for stroke in range(32)
    )
    whole, plain = _track(_TEMPO + _METER + strokes), _track(strokes)
    one = _head(0, 1, TICKS) + whole
    return [
        *(one, _head(1, 2, TICKS) + _track(_TEMPO + _METER) + plain, _head(2, 2, 480) + whole * 2),
        *(_head(0, 1, (256 - 25) << 8 | 40) + whole, _head(0, 1, (256 - 29) << 8 | 80) + plain),
        b"RIFF"
        + struct.pack("<I", 12 + len(one))
        + b"RMIDdata"
        + struct.pack("<I", len(one))
        + one,
    ]


def _head(kind: int, n_tracks: int, division: int) -> bytes:
    return b"MThd" + struct.pack(">IHHH", 6, kind, n_tracks, division)


def _track(events: bytes) -> bytes:
    return b"MTrk" + struct.pack(">I", len(events) + len(_END)) + events + _END


def damaged_midi(files: Sequence[bytes], random: np.random.Generator) -> bytes:
    """Damage one of some files; half of them have an odd event too."""
    content = damaged(files[int(random.integers(len(files)))], NAME, random, files)
    if random.random() < 0.5:  # noqa: PLR2004  # half of them
        at = int(random.integers(len(content) + 1))
        event = ODD_EVENTS[random.integers(len(ODD_EVENTS))]
        content = content[:at] + event * int(random.choice([1, 1, 1, 50])) + content[at:]
    return content


def read_midi(encoded: bytes) -> str:
    """Read a file as an upload of a beat is: how it ended. Raises what is no refusal."""
    said = Description(style="House", title="Beat", author="Nobody", licence="CC0-1.0")
    try:
        with limited(TIME_S, MEMORY_BYTES):
            bytes_to_beat(encoded, said, _analysed)
    except RefusalError:
        return "refused"
    except TooSlowError:
        return "timeout"
    except MemoryError:
        return "over memory"
    return "answered"


def _analysed(_: NDArray[np.float32], known: Known) -> BeatTraits:
    """Stand for the analysis, which does not read the file."""
    return BeatTraits(known.bpm or 120.0)


@contextmanager
def limited(time_s: float, memory_bytes: int) -> Iterator[None]:
    """Allow what is inside so much time, and so much more memory than this process has."""

    def end(_: int, __: FrameType | None) -> Any:
        raise TooSlowError

    before = signal.signal(signal.SIGALRM, end)
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + memory_bytes, hard))
    signal.setitimer(signal.ITIMER_REAL, time_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def peak_bytes() -> int:
    """Read the most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
