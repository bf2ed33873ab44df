"""Files are decoded in processes that can be ended: one for each file, a few at a time.

Damaged and made-up files can make a decoder hang, crash, or take all memory. Here that costs the
one request that sent such a file: its process is ended by the system (`job`), and the next file has
another, forked from a template that is always ready (`template`).
"""

import atexit
import contextlib
import json
import mmap
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.decoding.excerpts import HeardInParts
from music_genre.audio.decoding.job import (
    Limits,
    Purpose,
    reply_to_heard,
    reply_to_parts,
    reply_to_playable,
)
from music_genre.audio.decoding.mono import Heard
from music_genre.audio.decoding.playable import Playable
from music_genre.audio.errors import (
    AudioProcessingError,
    DecoderCrashedError,
    DecodingMemoryError,
    DecodingTimeoutError,
    NotAudioError,
)
from music_genre.job import go_on

TIME_S: Final = 10.0
TIME_S_PER_MB: Final = 1.0
MEMORY_BYTES: Final = 256 * 2**20
MEMORY_PER_BYTE: Final = 2  # of the file: some containers are read in one piece
LOOK_EVERY_S: Final = 0.2  # whether somebody still waits
LATE_S: Final = 5.0  # after its alarm a process is gone, unless the whole machine is
SOON_S: Final = 0.1  # within which a process that is ending has ended
MOST_AT_ONCE: Final = max(2, os.cpu_count() or 1)
ENDS: Final = ("decoded", "refused", "timeout", "memory", "crashed")

_MB: Final = 2**20
_ROOT: Final = Path(__file__).parents[3]
_TEMPLATE: Final = "music_genre.audio.decoding.template"
_REPLY_BYTES: Final = 1 << 16
# One thread: a process with several cannot be forked safely, and the mix of a second needs none.
_ONE_THREAD: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

Reply = dict[str, Any]  # how it ended, as the process says
Facts = TypeVar("Facts")


class Workers:
    """A template and the processes forked from it."""

    def __init__(self, time_s: float = TIME_S, memory_bytes: int = MEMORY_BYTES) -> None:
        self.n_starts = self.peak_bytes = 0  # of templates; of a process that said how it ended
        self._ends: Counter[str] = Counter(dict.fromkeys(ENDS, 0))
        self._time_s, self._memory_bytes = time_s, memory_bytes
        self._lock, self._at_once = threading.Lock(), threading.Semaphore(MOST_AT_ONCE)
        self._template: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def decode(self, encoded: bytes, max_audio_s: float) -> tuple[NDArray[np.float32], Heard]:
        """Decode a file: float32 `(n_samples,)`, mono, 22 050 Hz. Raises `AudioProcessingError`."""
        limits = self._limits(encoded, max_audio_s, "models")
        memory, heard = self._counted(encoded, limits, reply_to_heard)
        return np.frombuffer(memory, np.float32), heard

    def decode_excerpts(
        self, encoded: bytes, max_audio_s: float
    ) -> tuple[NDArray[np.float32], HeardInParts]:
        """Decode parts of a file, one behind the other. Raises `AudioProcessingError`."""
        limits = self._limits(encoded, max_audio_s, "excerpts")
        memory, heard = self._counted(encoded, limits, reply_to_parts)
        return np.frombuffer(memory, np.float32), heard

    def decode_to_play(
        self, encoded: bytes, max_audio_s: float
    ) -> tuple[NDArray[np.int16], Playable]:
        """Decode a file as it is played: int16 `(n, channels)`. Raises `AudioProcessingError`."""
        limits = self._limits(encoded, max_audio_s, "play")
        memory, playable = self._counted(encoded, limits, reply_to_playable)
        return np.frombuffer(memory, np.int16).reshape(-1, playable.channels), playable

    def _limits(self, encoded: bytes, max_audio_s: float, purpose: Purpose) -> Limits:
        return Limits(
            max_audio_s,
            self._time_s + TIME_S_PER_MB * len(encoded) / _MB,
            self._memory_bytes + MEMORY_PER_BYTE * len(encoded),
            purpose,
        )

    def _counted(
        self, encoded: bytes, limits: Limits, read: Callable[[Reply], Facts]
    ) -> tuple[mmap.mmap, Facts]:
        """Decode, and count how it ended."""
        if not encoded:
            raise NotAudioError
        try:
            with self._place():
                decoded = self._decode(encoded, limits, read)
        except DecodingTimeoutError:
            self._count("timeout")
            raise
        except DecodingMemoryError:
            self._count("memory")
            raise
        except DecoderCrashedError:
            self._count("crashed")
            raise
        except AudioProcessingError:
            self._count("refused")
            raise
        self._count("decoded")
        return decoded

    @contextlib.contextmanager
    def _place(self) -> Iterator[None]:
        """Wait for a place among those that decode. Raises `ClientGoneError`."""
        while not self._at_once.acquire(timeout=LOOK_EVERY_S):
            go_on()
        try:
            yield
        finally:
            self._at_once.release()

    def start(self) -> None:
        """Start the template, if it is not there; it takes a moment to be ready."""
        with self._lock:
            self._started()

    @property
    def template_pid(self) -> int | None:
        """The process id of the template, if it was started."""
        return self._template.pid if self._template else None

    def close(self) -> None:
        """End the template, and with it what it has forked."""
        with self._lock:
            if self._control:
                self._control.close()
            if self._template:
                self._template.wait()
            self._control = self._template = None

    def counts(self) -> dict[str, int]:
        """Tell how many ended in which way."""
        with self._lock:
            return dict(self._ends)

    def _count(self, end: str) -> None:
        with self._lock:
            self._ends[end] += 1

    def _decode(
        self, encoded: bytes, limits: Limits, read: Callable[[Reply], Facts]
    ) -> tuple[mmap.mmap, Facts]:
        """Decode, and once more where it was the template that ended, and not the file."""
        try:
            return self._decode_once(encoded, limits, read)
        except DecoderCrashedError:
            if self._template_lives():
                raise
        return self._decode_once(encoded, limits, read)

    def _template_lives(self) -> bool:
        template = self._template
        if template is None:
            return False
        try:
            template.wait(SOON_S)
        except subprocess.TimeoutExpired:
            return True
        return False

    def _decode_once(
        self, encoded: bytes, limits: Limits, read: Callable[[Reply], Facts]
    ) -> tuple[mmap.mmap, Facts]:
        with contextlib.ExitStack() as opened:
            source, result = _new_file(opened), _new_file(opened)
            _write(source, encoded)
            reply = json.loads(self._ask(limits, source, result))
            with self._lock:
                self.peak_bytes = max(self.peak_bytes, reply.get("peak_bytes", 0))
            facts = read(reply)
            # Private to us, so that it can be written to like any other array.
            memory = mmap.mmap(result, 0, flags=mmap.MAP_PRIVATE)
        return memory, facts

    def _ask(self, limits: Limits, source: int, result: int) -> bytes:
        """Give a job away and wait how it ends; hang up, which ends it, where nobody waits for us.

        Raises `ClientGoneError`.
        """
        ours, theirs = socket.socketpair()
        with ours, theirs:
            begun = time.monotonic()  # before its alarm is set, whoever of the two runs first
            self._send(limits, [source, result, theirs.fileno()])
            theirs.close()
            ours.settimeout(LOOK_EVERY_S)
            while time.monotonic() < begun + limits.time_s + LATE_S:
                go_on()
                with contextlib.suppress(TimeoutError):
                    if reply := ours.recv(_REPLY_BYTES):
                        return reply
                    break
            if time.monotonic() - begun >= limits.time_s:
                raise DecodingTimeoutError(limit_s=limits.time_s)
            raise DecoderCrashedError

    def _send(self, limits: Limits, files: list[int]) -> None:
        """Send a job to the template; to a new one, where the last has ended."""
        with self._lock:
            try:
                socket.send_fds(self._started(), [limits.to_bytes()], files)
            except OSError:
                self._forget()
                socket.send_fds(self._started(), [limits.to_bytes()], files)

    def _started(self) -> socket.socket:
        """Return the socket to a template that runs."""
        if self._template and self._template.poll() is not None:
            self._forget()
        if self._control is None:
            self.n_starts += 1
            self._control, theirs = socket.socketpair()
            path = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
            with theirs:
                self._template = subprocess.Popen(  # noqa: S603  # our own module
                    [sys.executable, "-m", _TEMPLATE],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    env=os.environ | _ONE_THREAD | {"PYTHONPATH": path},
                    start_new_session=True,  # Ctrl-C is for the service, which finishes its work
                )
        return self._control

    def _forget(self) -> None:
        """Let go of a template that has ended, or does not listen."""
        if self._control:
            self._control.close()
        if self._template:
            self._template.kill()
            self._template.wait()
        self._control = self._template = None


def _new_file(opened: contextlib.ExitStack) -> int:
    """Open a file that is nowhere but in memory, where the system has such; closed in the end."""
    if hasattr(os, "memfd_create"):
        file = os.memfd_create("audio")
        opened.callback(os.close, file)
        return file
    return opened.enter_context(tempfile.TemporaryFile()).fileno()


def _write(file: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(file, view) :]


@dataclass
class _Shared:
    """The one set of workers of this process, once it has been asked for."""

    workers: Workers | None = None


shared: Final = _Shared()


def shared_workers() -> Workers | None:
    """Return this process's workers; None where it decodes by itself."""
    return shared.workers


def use_workers() -> Workers:
    """Decode in workers from now on, in all of this process; they end with it."""
    if shared.workers is None:
        shared.workers = Workers()
        atexit.register(shared.workers.close)
    shared.workers.start()
    return shared.workers
