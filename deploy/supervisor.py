"""Several programs run together: one log, and one end, by a signal.

A program that ends is started again after a pause that grows, and given up after some tries; one
that does not even start the first time is not tried again. What was given up ends all the others
where it is needed, and nobody where it is not.
A signal that comes while they are still being started is kept until they are: nothing is left over.
"""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import FrameType
from typing import Final

from deploy.services import MAKE_RUN

STOP_WITHIN_S: Final = 12  # [s]; the services have ten to finish what they have begun
# Before each new start of a program that has ended; after as many, it is given up.
PAUSES_S: Final = (0.5, 1, 2, 4, 8)
SETTLED_S: Final = 60  # [s] that a program must have run for its tries to be forgotten
SIGNALLED: Final = 128  # added by a shell to the number of the signal that ended a program
STOP_SIGNALS: Final = [signal.SIGINT, signal.SIGTERM]
if sys.platform != "win32":
    STOP_SIGNALS.append(signal.SIGHUP)  # the terminal was closed
COLOURS: Final = (36, 33, 32, 35)


@dataclass(frozen=True)
class Program:
    """What to run, with which environment, and whether the others are of use without it."""

    arguments: list[str]
    environment: dict[str, str]
    is_needed: bool = True


@dataclass(frozen=True)
class _Event:
    """A program that ended, or a signal, and the exit status of the whole."""

    who: str
    status: int


_Events = queue.SimpleQueue[_Event]


@dataclass
class _Run:
    """A program as it runs now, and how often it was started again."""

    program: Program
    process: subprocess.Popen[bytes]
    follower: threading.Thread
    started_at: float = field(default_factory=time.monotonic)
    n_again: int = 0


def run_together(programs: Mapping[str, Program], runner: str = MAKE_RUN) -> int:
    """Run programs until told to stop, which is status 0, or until one that is needed is given up.

    Its own status, as a shell writes it, is then that of the whole. `runner` is what the log calls
    us.
    """
    events: _Events = queue.SimpleQueue()
    log = _Log([*programs, runner], runner)
    with _signals_as_events(events):
        together = _Together(programs, log, events)
        try:
            first = together.wait()
            log.write(runner, f"{first.who}: stopping everything …")
        finally:
            together.stop()
    return first.status


class _Together:
    """The programs that run, and when those that have ended are to be started again."""

    def __init__(self, programs: Mapping[str, Program], log: "_Log", events: _Events) -> None:
        self._log, self._events = log, events
        self._again_at: dict[str, float] = {}
        self._runs: dict[str, _Run] = {}
        for name, program in programs.items():
            self._runs[name] = self._started(name, program)

    def wait(self) -> _Event:
        """Keep the programs running; return when all are to end, and why."""
        while True:
            event = self._next_event()
            if event is None:
                self._start_who_is_due()
            elif event.who not in self._runs:
                return event
            elif self._is_given_up(event):
                if self._runs[event.who].program.is_needed:
                    return _Event(f"{event.who} has ended", event.status)
                self._log.write(
                    self._log.runner, f"{event.who} HAS ENDED FOR GOOD; the others go on"
                )

    def stop(self) -> None:
        """End all that runs."""
        _stop([run.process for run in self._runs.values()], self._events)
        for run in self._runs.values():
            run.follower.join()

    def _next_event(self) -> _Event | None:
        """Wait for an event, or until a program is to be started again, which is None."""
        if not self._again_at:
            return self._events.get()
        wait_s = max(0.0, min(self._again_at.values()) - time.monotonic())
        try:
            return self._events.get(timeout=wait_s)
        except queue.Empty:
            return None

    def _is_given_up(self, ended: _Event) -> bool:
        """Choose when a program that has ended is to be started again, or say that it is not."""
        run = self._runs[ended.who]
        has_settled = time.monotonic() - run.started_at >= SETTLED_S
        # By itself, and at its first start: it has said why, and would say the same again.
        has_refused = 0 < ended.status < SIGNALLED and not run.n_again and not has_settled
        if has_settled:
            run.n_again = 0
        if has_refused or run.n_again >= len(PAUSES_S):
            if run.n_again:
                self._log.write(
                    self._log.runner, f"{ended.who} was started {run.n_again} times in vain"
                )
            return True
        pause_s = PAUSES_S[run.n_again]
        self._again_at[ended.who] = time.monotonic() + pause_s
        self._log.write(
            self._log.runner, f"{ended.who} has ended: starting it again in {pause_s:g} s …"
        )
        return False

    def _start_who_is_due(self) -> None:
        for name, at in list(self._again_at.items()):
            if at <= time.monotonic():
                del self._again_at[name]
                before = self._runs[name]
                before.follower.join()
                _kill(before.process)  # what it had started, and is still there
                self._runs[name] = self._started(name, before.program, before.n_again + 1)

    def _started(self, name: str, program: Program, n_again: int = 0) -> _Run:
        process = _start(program)
        follower = threading.Thread(target=_follow, args=(name, process, self._log, self._events))
        follower.start()
        return _Run(program, process, follower, n_again=n_again)


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
    """Start a program; Ctrl-C reaches it by us alone, so that it is told once.

    Its standard input is a pipe that ends with us (`deploy.tethered`).
    """
    return subprocess.Popen(  # noqa: S603  # our own services
        program.arguments,
        env=program.environment,
        stdin=subprocess.PIPE,
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
    # A signal's number is negative there; a shell adds it to `SIGNALLED`.
    events.put(_Event(name, status if status >= 0 else SIGNALLED - status))


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

    def __init__(self, names: list[str], runner: str) -> None:
        self.runner = runner  # the name of our own lines
        self._width = max(map(len, names))
        colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        self._colours = dict(zip(names, COLOURS, strict=False)) if colours else {}
        self._lock = threading.Lock()
        self._is_json = os.environ.get("LOG_FORMAT") == "json"

    def say(self, line: str) -> None:
        """Print a line of our own."""
        self.write(self.runner, line)

    def write(self, name: str, line: str) -> None:
        """Print a line, whole."""
        if self._is_json:
            self._print(line if line.startswith("{") else _line_to_json(name, line))
            return
        head = f"{time.strftime('%H:%M:%S')} {name:{self._width}} |"
        if colour := self._colours.get(name):
            head = f"\033[{colour}m{head}\033[0m"
        self._print(f"{head} {line}")

    def _print(self, line: str) -> None:
        # Where the terminal was closed nobody reads this, and there is still much to stop.
        with self._lock, contextlib.suppress(OSError):
            print(line, flush=True)


def _line_to_json(name: str, line: str) -> str:
    """Write as the services do what they have not written, or not yet, as JSON."""
    now = datetime.now(UTC).isoformat()
    return json.dumps({"level": "INFO", "message": line, "service": name, "time": now})
