"""Run a command as a shell in a terminal does: its own process group, its output in the log."""

import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

END_WITHIN_S = 2400  # [s]; a command that hangs shall not hang CI
LEFT_WITHIN_S = 20  # [s]; a service may finish what it has begun
INIT = 1


class CommandError(Exception):
    """A command that did not do what the README promises; the text says which and how."""


class Command:
    """A command that runs, its output copied to ours as it comes."""

    def __init__(self, line: str, folder: Path) -> None:
        print(f"\n$ {line}", flush=True)
        self.line = line
        self.lines: list[str] = []
        self._process = subprocess.Popen(  # noqa: S603  # the README's commands are what is tried
            shlex.split(line),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._copier = threading.Thread(target=self._copy)
        self._copier.start()

    def _copy(self) -> None:
        """Copy lines until every process that could still write to the output has closed it."""
        assert self._process.stdout  # noqa: S101  # it is a pipe
        with self._process.stdout as output:
            for line in output:
                sys.stdout.write(line)
                sys.stdout.flush()
                self.lines.append(line)

    def wait_for(self, text: str) -> None:
        """Return when a line has a text. Raises `CommandError` when the command ends without."""
        deadline = time.monotonic() + END_WITHIN_S
        while not any(text in line for line in self.lines):
            if self._process.poll() is not None and not self._copier.is_alive():
                raise CommandError(f"`{self.line}` ended without saying “{text}”")
            if time.monotonic() > deadline:
                self._kill()
                raise CommandError(f"`{self.line}` has not said “{text}” in {END_WITHIN_S} s")
            time.sleep(0.05)

    def wait(self) -> int:
        """Return the exit status. Raises `CommandError` where the command does not end."""
        try:
            status = self._process.wait(END_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._kill()
            raise CommandError(f"`{self.line}` did not end in {END_WITHIN_S} s") from None
        return status

    def finish(self) -> None:
        """Wait for success. Raises `CommandError` for any other exit status."""
        if status := self.wait():
            raise CommandError(f"`{self.line}` ended with status {status}")
        self._copier.join()

    def interrupt(self) -> None:
        """Press Ctrl-C: the terminal sends SIGINT to the whole foreground process group."""
        print("^C", flush=True)
        os.killpg(self._process.pid, signal.SIGINT)

    def kill_if_running(self) -> None:
        """Leave nothing of a command that failed half-way."""
        if self._process.poll() is None:
            self._kill()

    def _kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def others_alive() -> dict[int, str]:
    """List every process of this container but its init, this one and the unburied ones."""
    alive = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal() or int(folder.name) in {INIT, os.getpid()}:
            continue
        try:
            state = (folder / "stat").read_text().rpartition(") ")[2][0]
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
        if state != "Z":
            alive[int(folder.name)] = command
    return alive


def wait_until_alone(after: str) -> None:
    """Return when nothing else runs here. Raises `CommandError` with what stays."""
    deadline = time.monotonic() + LEFT_WITHIN_S
    while others := others_alive():
        if time.monotonic() > deadline:
            raise CommandError(f"{after} left these processes: {others}")
        time.sleep(0.1)
