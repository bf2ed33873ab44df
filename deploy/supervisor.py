"""Several programs run together: one log, and when one ends or a signal comes, all end.

A signal that comes while they are still being started is kept until they are: nothing is left over.
"""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import FrameType
from typing import Final

from deploy.services import MAKE_RUN

STOP_WITHIN_S: Final = 12  # [s]; the services have ten to finish what they have begun
STOP_SIGNALS: Final = [signal.SIGINT, signal.SIGTERM]
if sys.platform != "win32":
    STOP_SIGNALS.append(signal.SIGHUP)  # the terminal was closed
COLOURS: Final = (36, 33, 32, 35)


@dataclass(frozen=True)
class Program:
    """What to run, and with which environment."""

    arguments: list[str]
    environment: dict[str, str]


@dataclass(frozen=True)
class _Event:
    """A program that ended, or a signal, and the exit status of the whole."""

    who: str
    status: int


_Events = queue.SimpleQueue[_Event]


def run_together(programs: Mapping[str, Program], runner: str = MAKE_RUN) -> int:
    """Run programs until told to stop, which is status 0, or until one ends, which is its own.

    `runner` is what the log calls us.
    """
    events: _Events = queue.SimpleQueue()
    log = _Log([*programs, runner])
    with _signals_as_events(events):
        processes = {name: _start(program) for name, program in programs.items()}
        followers = [
            threading.Thread(target=_follow, args=(name, process, log, events))
            for name, process in processes.items()
        ]
        for follower in followers:
            follower.start()
        first = events.get()
        log.write(runner, f"{first.who}: stopping everything …")
        _stop(list(processes.values()), events)
        for follower in followers:
            follower.join()
    return first.status


@contextlib.contextmanager
def _signals_as_events(events: _Events) -> Iterator[None]:
    """Turn signals to stop into events like any other while this lasts."""

    def note(number: int, _frame: FrameType | None) -> None:
        events.put(_Event(signal.Signals(number).name, 0))

    before = {number: signal.signal(number, note) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _start(program: Program) -> subprocess.Popen[bytes]:
    """Start a program; Ctrl-C reaches it by us alone, so that it is told once."""
    return subprocess.Popen(  # noqa: S603  # our own services
        program.arguments,
        env=program.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def _follow(name: str, process: subprocess.Popen[bytes], log: "_Log", events: _Events) -> None:
    """Pass a program's lines on, and tell when it has ended."""
    log.write(name, f"started (process {process.pid})")
    with process:
        for line in process.stdout or ():
            log.write(name, line.decode(errors="replace").rstrip())
    status = process.returncode
    log.write(name, f"ended (status {status})")
    # A signal's number is negative there; a shell adds it to 128.
    events.put(_Event(f"{name} has ended", status if status >= 0 else 128 - status))


def _stop(processes: list[subprocess.Popen[bytes]], events: _Events) -> None:
    """Ask all to end, and make them after a while, or when told so once more."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + STOP_WITHIN_S
    while any(process.poll() is None for process in processes) and time.monotonic() < deadline:
        with contextlib.suppress(queue.Empty):  # look again whether they have ended
            if events.get(timeout=0.1).who in signal.Signals.__members__:
                break
    for process in processes:
        _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a program with all that it started and that is still there."""
    if sys.platform == "win32":
        process.kill()
    else:
        # Nobody is left, as it should be; macOS calls what is not yet buried not permitted.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


class _Log:
    """Lines of many programs, each with the time and its program's name."""

    def __init__(self, names: list[str]) -> None:
        self._width = max(map(len, names))
        colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        self._colours = dict(zip(names, COLOURS, strict=False)) if colours else {}
        self._lock = threading.Lock()

    def write(self, name: str, line: str) -> None:
        """Print a line, whole."""
        head = f"{time.strftime('%H:%M:%S')} {name:{self._width}} |"
        if colour := self._colours.get(name):
            head = f"\033[{colour}m{head}\033[0m"
        # Where the terminal was closed nobody reads this, and there is still much to stop.
        with self._lock, contextlib.suppress(OSError):
            print(head, line, flush=True)
