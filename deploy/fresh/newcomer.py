"""What a newcomer sees: the README's commands, in a bare container, as an ordinary user.

`deploy/fresh/run.sh` starts it there. First with every port free: `make run`, the page, the
README's requests, Ctrl-C. Then `pip install .` and `genre` on a folder of songs. Then, with the
four ports taken by other programs, `make test`.
It says what took how long, and ends with 1 and a sentence when a newcomer would be stuck.
"""

import contextlib
import os
import platform
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from deploy.fresh.answers import (
    AnswerError,
    ask,
    check_answer,
    check_page,
    file_to_bytes,
    wait_until_ready,
)
from deploy.fresh.readme_commands import REPOSITORY, Commands, ReadmeError, text_to_commands
from deploy.fresh.terminal import Command, CommandError, wait_until_alone

HOME = Path("/home/newcomer")
SOURCE = HOME / "source.git"
FOLDER = HOME / "my music"  # people's folders have spaces in their names
PORTS = ("5000", "5001", "5002", "8000")
PAGE = "http://localhost:5000"
TITLE = "Music Genre Classification"
SONG = "disco.mp3"
# What a developer or CI has and a newcomer need not have.
ABSENT = ("curl", "node", "npm", "chromium", "fluidsynth", "initdb", "docker", "gcc", "ffmpeg")


class MachineError(Exception):
    """The machine has more than a newcomer's, so that it would prove nothing."""


def main() -> int:
    """Go the newcomer's way; the table of times is printed however it ends."""
    phases: dict[str, float] = {}
    try:
        check_bare()
        commands = text_to_commands(readme())
        checkout = clone(commands, phases)
        run(commands, checkout, phases)
        genre(commands, checkout, phases)
        test(commands, checkout, phases)
    except (MachineError, ReadmeError, CommandError, AnswerError) as error:
        print(f"\nfresh: {error}")
        return 1
    finally:
        print_times(phases)
    return 0


def check_bare() -> None:
    """Raise `MachineError` unless this machine is as empty as it is meant to be."""
    if os.getuid() == 0:
        raise MachineError("a newcomer is not root")
    if "CI" in os.environ:
        raise MachineError("a newcomer's shell has no variable CI")
    if found := [name for name in ABSENT if shutil.which(name)]:
        raise MachineError(f"a newcomer's machine need not have {', '.join(found)}")


def readme() -> str:
    """Read the README of the commit that is cloned, as its page shows it before that."""
    shown = subprocess.run(  # noqa: S603  # our own arguments
        ["git", "-C", str(SOURCE), "show", "HEAD:README.md"],  # noqa: S607  # git is on the PATH
        stdout=subprocess.PIPE,
        check=True,
    )
    return shown.stdout.decode()


def clone(commands: Commands, phases: dict[str, float]) -> Path:
    """Clone into a folder with a space in its path, and go where the README goes."""
    line = commands.clone.replace(REPOSITORY, shlex.quote(str(SOURCE)))
    with timed("clone", phases):
        Command(line, FOLDER).finish()
    print(f"\n$ {commands.enter}")
    checkout = FOLDER / shlex.split(commands.enter)[1]
    if not (checkout / "Makefile").exists():
        raise ReadmeError(f"README.md, Start: after `{commands.enter}` there is no Makefile")
    return checkout


def run(commands: Commands, checkout: Path, phases: dict[str, float]) -> None:
    """Start everything, use it as the README says, and stop it."""
    command = Command(commands.run, checkout)
    try:
        with timed_after_install("start", phases, checkout / ".venv" / "run.stamp"):
            command.wait_for("Ready")
        with timed("first answers", phases):
            check_page(PAGE, TITLE)
            for request in commands.requests:
                wait_until_ready(request.url)
                print(f"\n$ {request.line}", flush=True)
                body = ask(request, file_to_bytes(request.file, checkout))
                print(check_answer(request.path, body), flush=True)
        with timed("stop", phases):
            command.interrupt()
            command.wait()
            wait_until_alone("Ctrl-C")
    finally:
        command.kill_if_running()


def genre(commands: Commands, checkout: Path, phases: dict[str, float]) -> None:
    """Install the command into an environment of one's own, and use it as the README says."""
    songs = HOME / "Music"
    shutil.copytree(checkout / "frontend" / "static" / "examples", songs)
    (songs / SONG).rename(songs / "song.mp3")
    shutil.copy(songs / "song.mp3", checkout)
    environment = FOLDER / "an environment"
    with timed("install for genre", phases):
        Command(shlex.join(["python3", "-m", "venv", str(environment)]), HOME).finish()
        pip = [str(environment / "bin" / "pip"), "install", "--quiet", str(checkout)]
        Command(shlex.join(pip), HOME).finish()
    with timed("genre", phases):
        for line in commands.genre:
            path = f"PATH={shlex.quote(str(environment / 'bin'))}:$PATH"
            # The first that fails ends the line; a file that is not answered makes it fail.
            Command(shlex.join(["bash", "-ec", f"{path}; {line}"]), checkout).finish()


def test(commands: Commands, checkout: Path, phases: dict[str, float]) -> None:
    """Run the tests while other programs hold the ports; nobody may talk to those."""
    with others_on_ports():
        command = Command(commands.test, checkout)
        try:
            with timed_after_install("test", phases, checkout / ".venv" / "dev.stamp"):
                command.finish()
        finally:
            command.kill_if_running()
    wait_until_alone(f"`{commands.test}`")


@contextlib.contextmanager
def others_on_ports() -> Iterator[None]:
    """Let other programs hold our ports. Raises `CommandError` where anybody has talked to them."""
    module = shlex.join([sys.executable, "-m", "deploy.fresh.taken_ports", *PORTS])
    others = Command(module, Path.cwd())
    try:
        others.wait_for("listening")
        yield
    finally:
        others.kill_if_running()
    if asked := [line for line in others.lines if line.startswith("port ")]:
        raise CommandError(
            f"`make test` talked to programs that are not ours, {len(asked)} times; "
            f"the first: {asked[0]}"
        )


@contextlib.contextmanager
def timed(name: str, phases: dict[str, float]) -> Iterator[None]:
    """Note how long something took, also when it fails."""
    started = time.monotonic()
    try:
        yield
    finally:
        phases[name] = time.monotonic() - started


@contextlib.contextmanager
def timed_after_install(name: str, phases: dict[str, float], stamp: Path) -> Iterator[None]:
    """Note how long the installation before something took, and then the thing itself."""
    started = time.time()
    try:
        yield
    finally:
        ended = time.time()
        # The Makefile leaves it when it is done with installing.
        installed = stamp.stat().st_mtime if stamp.exists() else ended
        phases[f"install for {name}"] = installed - started
        phases[name] = ended - installed


def print_times(phases: dict[str, float]) -> None:
    """Print one table, with the machine that it was measured on."""
    processors = [
        line.partition(": ")[2]
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    release = platform.freedesktop_os_release()["PRETTY_NAME"]
    print(f"\n--- fresh: Python {platform.python_version()}, {release} ---")
    print(f"{os.cpu_count()} cores: {processors[0] if processors else platform.machine()}")
    for name, duration in phases.items():
        print(f"{name:20} {duration:7.1f} s")
    print(f"{'all':20} {sum(phases.values()):7.1f} s")


if __name__ == "__main__":
    sys.exit(main())
