"""What a process that decodes one file does, within limits that the system keeps.

It reads the file from memory that it shares, writes samples to memory that it shares, and says on
a socket how it ended. An alarm of the kernel ends it whatever it is doing; so does the end of the
process that it was forked from, and a reader that hangs up.
"""

import contextlib
import ctypes
import errno
import json
import mmap
import os
import resource
import signal
import socket
import struct
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args

from numpy.typing import NDArray

from music_genre.audio.constants import PLAYED_CHANNELS, PLAYED_RATE_HZ, SAMPLE_RATE_HZ
from music_genre.audio.decoding.excerpts import HeardInParts, bytes_to_excerpts
from music_genre.audio.decoding.mono import Heard, bytes_to_mono
from music_genre.audio.decoding.playable import Playable, bytes_to_playable
from music_genre.audio.errors import AudioProcessingError, NotAudioError

OUT_OF_MEMORY: Final = b'{"error": "decoding_memory", "facts": {}}'
MONO_BYTES_PER_S: Final = 4 * SAMPLE_RATE_HZ
PLAYED_BYTES_PER_S: Final = 2 * PLAYED_CHANNELS * PLAYED_RATE_HZ
# Whole for the models, whole to be played with its own channels and rate, or in excerpts.
Purpose = Literal["models", "play", "excerpts"]
PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)
_PR_SET_PDEATHSIG: Final = 1
_STATM: Final = Path("/proc/self/statm")


@dataclass(frozen=True)
class Limits:
    """What decoding one file may take."""

    max_audio_s: float
    time_s: float
    memory_bytes: int  # on top of what the process has when it begins
    purpose: Purpose = "models"

    LAYOUT = struct.Struct("<ddQB")

    def to_bytes(self) -> bytes:
        """Pack them for another process."""
        purpose = PURPOSES.index(self.purpose)
        return self.LAYOUT.pack(self.max_audio_s, self.time_s, self.memory_bytes, purpose)

    @classmethod
    def from_bytes(cls, packed: bytes) -> "Limits":
        """Unpack what `to_bytes` has packed."""
        max_audio_s, time_s, memory_bytes, purpose = cls.LAYOUT.unpack(packed)
        return cls(max_audio_s, time_s, memory_bytes, PURPOSES[purpose])


def run_job(limits: Limits, source: int, result: int, reply: socket.socket) -> None:
    """Decode the file behind a descriptor into the one behind another, and reply how it ended."""
    end_with_reader(reply)
    _limit(limits)
    try:
        ended = _decoded(limits, source, result) | {"peak_bytes": _peak_bytes()}
        said = json.dumps(ended).encode()
    except MemoryError:
        said = OUT_OF_MEMORY
    except OSError as error:
        if error.errno != errno.ENOMEM:
            raise
        said = OUT_OF_MEMORY
    reply.sendall(said)


def _decoded(limits: Limits, source: int, result: int) -> dict[str, Any]:
    def keep(piece: NDArray[Any]) -> None:
        _write(result, piece.tobytes())

    with mmap.mmap(source, 0, prot=mmap.PROT_READ) as encoded:
        try:
            facts: Heard | Playable | HeardInParts
            match limits.purpose:
                case "models":
                    facts = bytes_to_mono(encoded, limits.max_audio_s, keep)
                case "play":
                    facts = bytes_to_playable(encoded, limits.max_audio_s, keep)
                case "excerpts":
                    facts = bytes_to_excerpts(encoded, limits.max_audio_s, keep)
            return {limits.purpose: asdict(facts)}
        except AudioProcessingError as error:
            return error_to_reply(error)


def _peak_bytes() -> int:
    """Read the most memory that this process has had: Linux counts kilobytes, macOS bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _write(file: int, content: bytes) -> None:
    """Write all of it: a file in memory may take it in parts."""
    while content:
        content = content[os.write(file, content) :]


def end_with(parent: int) -> None:
    """Let the kernel end this process with the one that it was forked from."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we could ask to be told
        os._exit(1)


def end_with_reader(reply: socket.socket) -> None:
    """End this process when nobody listens to its reply any more, from now on."""

    def wait() -> None:
        with contextlib.suppress(OSError):  # it was sent already, and its socket closed
            reply.recv(1)  # nobody sends anything
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def _limit(limits: Limits) -> None:
    """Let the kernel end this process where it takes too much."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.time_s)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    bytes_per_s = PLAYED_BYTES_PER_S if limits.purpose == "play" else MONO_BYTES_PER_S
    longest_bytes = int((limits.max_audio_s + 2) * bytes_per_s)
    resource.setrlimit(resource.RLIMIT_FSIZE, (longest_bytes, longest_bytes))
    if sys.platform == "linux":
        pages = int(_STATM.read_text().split()[0])
        most_bytes = pages * resource.getpagesize() + limits.memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


def error_to_reply(error: AudioProcessingError) -> dict[str, Any]:
    """Describe an error so that another process can raise it."""
    return {"error": error.code, "facts": error.facts, "what": getattr(error, "what", None)}


def reply_to_heard(reply: dict[str, Any]) -> Heard:
    """Read what was heard. Raises the `AudioProcessingError` that the reply describes."""
    _raise_refusal(reply)
    return Heard(**reply["models"])


def reply_to_playable(reply: dict[str, Any]) -> Playable:
    """Read what can be played. Raises the `AudioProcessingError` that the reply describes."""
    _raise_refusal(reply)
    return Playable(**reply["play"])


def reply_to_parts(reply: dict[str, Any]) -> HeardInParts:
    """Read what was heard in which parts. Raises the `AudioProcessingError` that is described."""
    _raise_refusal(reply)
    told = reply["excerpts"]
    return HeardInParts(Heard(**told["heard"]), tuple(told["starts_s"]), tuple(told["n_samples"]))


def _raise_refusal(reply: dict[str, Any]) -> None:
    """Raise the `AudioProcessingError` that the reply describes, if it does."""
    if "error" not in reply:
        return
    if reply["error"] == NotAudioError.code:
        raise NotAudioError(reply["what"])
    kinds = {kind.code: kind for kind in AudioProcessingError.__subclasses__()}
    raise kinds[reply["error"]](**reply["facts"])
