"""`make`'s environment: `.venv` with the locked packages of a group, complete or not in use.

`python deploy/environment.py run` (what the services need) or `dev` (tests and training too).
A stamp in `.venv` holds the checksum of the requirements that are installed. It is written last, so
an installation that was interrupted goes on at the next call, with what pip has left half-made
taken away. One call at a time: the others wait.

Any Python 3 may run this file, if only to say that it is too old: no dependency, no new syntax, and
annotations that it would not understand in quotes.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

OLDEST = (3, 11)
TOO_OLD = (
    "Python 3.11 or newer is needed; if python3 is older, say where it is: "
    "make run PYTHON=/path/to/python3.12"
)
VENV = Path(".venv")
PYTHON = VENV / "bin" / "python"
PIP_LOG = VENV / "pip.log"
CONTAINED = {
    "run": ["run"],
    "dev": ["dev", "run"],
}  # the locks of `dev` are those of `run`, and more
ANNOUNCED = {
    "run": "Installing what the services need (once, about a minute) …",
    "dev": "Installing what tests and training need (once, some minutes: TensorFlow is large) …",
}
LAST_LINES = 20
STOP_WITHIN_S = 20
INTERRUPTED = 130  # exit status, as a shell gives it after Ctrl-C
ENDED_ALREADY = (ProcessLookupError, PermissionError)  # macOS gives the second one

# pip's words for a network that fails; the log has what `--quiet` keeps to itself.
NOT_FETCHED = re.compile(r"Could not fetch URL (\S+?): (.*) - skipping")
NOT_DOWNLOADED = re.compile(r"Max retries exceeded|connection-failed|incomplete-download|timed out")
REASON = re.compile(
    r"\[Errno -?\d+\] ([^'\")\]]+)|(certificate verify failed)|(timed out)"
    r"|(\d{3} (?:Client|Server) Error: .*?) for url|(too many \d+ error responses)"
)


class InstallationError(Exception):
    """There is no environment; the message says why and what to do."""


def main(group: str) -> int:
    """Make the environment hold a group; return 0 when it does."""
    if sys.version_info < OLDEST and not PYTHON.exists():
        print(TOO_OLD, file=sys.stderr)
        return 1
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        with only_one():
            if not is_installed(group):
                install(group)
    except InstallationError as error:
        print(f"cannot install: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; the same command goes on from here.", file=sys.stderr)
        return INTERRUPTED
    return 0


@contextlib.contextmanager
def only_one() -> "Iterator[None]":
    """Wait until no other process installs here. This file is the lock, as it is always there."""
    with Path(__file__).open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another `make` is installing here; waiting for it …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_installed(group: str) -> bool:
    """Tell whether the environment works and has what the requirements ask for today."""
    stamp = stamp_of(group)
    return (
        stamp.exists()
        and stamp.read_text() == requirements_checksum(group)
        and site_packages() is not None
    )


def stamp_of(group: str) -> Path:
    """Name the file that says what is installed."""
    return VENV / f"{group}.stamp"


def requirements_checksum(group: str) -> str:
    """Compute what tells one state of a group's requirements from another."""
    return hashlib.sha256(requirements_of(group).read_bytes()).hexdigest()


def requirements_of(group: str) -> Path:
    """Name the file of a group's locked requirements."""
    return Path("requirements", f"{group}.txt")


def site_packages() -> "Path | None":
    """Find the folder of the environment's packages; None where it does not work.

    It does not where its Python was taken away or exchanged by an upgrade of the system, nor where
    its making was interrupted before pip was complete.
    """
    ask = [str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    try:
        done = subprocess.run(ask, capture_output=True, text=True, check=True)  # noqa: S603  # ours
    except (OSError, subprocess.CalledProcessError):
        return None
    site = Path(done.stdout.rstrip("\n"))
    return site if any(site.glob("pip-*.dist-info/INSTALLER")) else None


def install(group: str) -> None:
    """Make the environment where it is missing, and install. Raises `InstallationError`."""
    site = site_packages() or make_venv()
    remove_half_installed(site)
    # So that `python app.py` in a service's folder finds the shared packages beside it. The path
    # from here to the checkout needs no quoting, and stays true when that is moved.
    (site / "checkout.pth").write_text(os.path.relpath(VENV.absolute().parent, site) + "\n")
    print(ANNOUNCED[group], flush=True)
    install_requirements(group)
    # librosa compiles itself at its first use; the first start shall not wait for it.
    print("Compiling (once, half a minute) …", flush=True)
    if run([str(PYTHON), "-m", "beat_service.precompile"]) != 0:
        raise InstallationError("compiling failed; what it says is above")
    for contained in CONTAINED[group]:
        stamp_of(contained).write_text(requirements_checksum(contained))


def make_venv() -> Path:
    """Make a new environment with pip alone. Raises `InstallationError`."""
    if sys.version_info < OLDEST:
        raise InstallationError(TOO_OLD)
    if importlib.util.find_spec("ensurepip") is None:
        raise InstallationError("the venv module is missing: on Debian, apt install python3-venv")
    if run([sys.executable, "-m", "venv", "--clear", str(VENV)]) != 0:
        raise InstallationError("making .venv failed; what venv says is above")
    site = site_packages()
    if site is None:
        raise InstallationError(f"{PYTHON} does not work, though it was just made")
    return site


def remove_half_installed(site: Path) -> None:
    """Take away the records of packages that pip has not installed to the end.

    pip writes INSTALLER after a package's files. Without it pip would take the package for
    installed, as soon as its name is there. Old versions on their way out are called `~name`.
    """
    for record in site.glob("*.dist-info"):
        if not (record / "INSTALLER").exists():
            shutil.rmtree(record)
    for leftover in site.glob("~*"):
        shutil.rmtree(leftover)


def install_requirements(group: str) -> None:
    """Let pip install a group. Raises `InstallationError`."""
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # A person's pip.conf may ask for an installation outside of any environment.
    pip += ["--no-user", "--require-hashes", "--log", str(PIP_LOG)]
    PIP_LOG.unlink(missing_ok=True)
    output: list[str] = []
    if run([*pip, "--requirement", str(requirements_of(group))], output) != 0:
        log = PIP_LOG.read_text(errors="replace") if PIP_LOG.exists() else ""
        raise InstallationError(failure_to_message("".join(output), log))
    PIP_LOG.unlink(missing_ok=True)


def failure_to_message(output: str, log: str) -> str:
    """Say why pip failed: in one line if it was the network, else in its own last lines."""
    not_fetched = NOT_FETCHED.search(log) if "(from versions: none)" in output else None
    if not_fetched or NOT_DOWNLOADED.search(output):
        where = urllib.parse.urlsplit(not_fetched[1]).hostname if not_fetched else None
        reason = REASON.search(not_fetched[2] if not_fetched else output)
        why = next(filter(None, reason.groups()), "") if reason else "no answer"
        return (
            f"no connection to {where or 'the package index'} ({why.strip()}); check the network, "
            "or set HTTPS_PROXY to your proxy, then type the same command again"
        )
    lines = output.strip().splitlines()[-LAST_LINES:]
    return "\n  ".join(["pip failed, and said", *lines, f"(all that it did: {PIP_LOG})"])


def run(command: "list[str]", output: "list[str] | None" = None) -> int:
    """Run a command and return its exit status; its lines are shown, or kept in `output`.

    It is in a session of its own, so that Ctrl-C reaches it by us alone, once: pip, whose output is
    kept, then takes its scratch files away, and the others end without a word.
    """
    lines = [] if output is None else output
    process = subprocess.Popen(  # noqa: S603  # our own arguments
        command,
        stdin=subprocess.DEVNULL,
        stdout=None if output is None else subprocess.PIPE,
        stderr=None if output is None else subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    with process:
        try:
            for line in process.stdout or ():
                lines.append(line)
                if len(lines) == 1 and "Retrying" in line:
                    print("The package index does not answer; trying again …", flush=True)
            return process.wait()
        except KeyboardInterrupt:
            with contextlib.suppress(*ENDED_ALREADY):
                os.killpg(process.pid, signal.SIGTERM if output is None else signal.SIGINT)
                try:
                    process.wait(STOP_WITHIN_S)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
            raise


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
