"""The Makefile's environment, made for real in a small checkout with an odd path.

It has the project's Makefile and scripts, one package of a few bytes that comes from a folder, and
a compilation that waits for us.
"""

import base64
import hashlib
import os
import shutil
import signal
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from needs import cannot_run

from tools.processes import ROOT, clean_environment

STAMP = ".venv/run.stamp"
COMPILING_WITHIN_S = 120.0
# Says that it has been called, and waits until it may end.
PRECOMPILE = """\
import pathlib, time
with open("compiled", "a") as calls:
    calls.write(".")
while pathlib.Path("hold").exists():
    time.sleep(0.01)
"""
OFFLINE = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}


def digest_of(content: bytes) -> str:
    """Return a checksum as wheels have it."""
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def write_wheel(folder: Path) -> Path:
    """Write a package `tiny` whose only module says 1."""
    files = {
        "tiny.py": b"ONE = 1\n",
        "tiny-1.dist-info/METADATA": b"Metadata-Version: 2.1\nName: tiny\nVersion: 1\n",
        "tiny-1.dist-info/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{name},sha256={digest_of(text)},{len(text)}\n" for name, text in files.items()
    )
    files["tiny-1.dist-info/RECORD"] = f"{record}tiny-1.dist-info/RECORD,,\n".encode()
    wheel = folder / "tiny-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return wheel


class Checkout:
    """A small checkout, and `make` in it."""

    def __init__(self, folder: Path, wheels: Path) -> None:
        self.folder = folder
        self.online = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}

    @property
    def stamp(self) -> Path:
        """Return the file that says that the environment is complete."""
        return self.folder / STAMP

    @property
    def compilations(self) -> int:
        """Count how often the services were compiled."""
        return len((self.folder / "compiled").read_text())

    def start(self, target: str = STAMP, **pip: str) -> subprocess.Popen[str]:
        """Start `make target` in a session of its own, as in a terminal."""
        return subprocess.Popen(
            ["make", target],  # noqa: S607  # make is on the PATH
            cwd=self.folder,
            env=clean_environment(PIP_CONFIG_FILE=os.devnull, **(pip or self.online)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def make(self, target: str = STAMP, **pip: str) -> tuple[int, str]:
        """Run `make target`; return its exit status and words."""
        process = self.start(target, **pip)
        output, _ = process.communicate(timeout=300)
        return process.returncode, output

    def one(self) -> str:
        """Return what the installed package says."""
        python = self.folder / ".venv" / "bin" / "python"
        ask = [str(python), "-c", "import tiny; print(tiny.ONE)"]
        return subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """Make a checkout whose path has a space, an apostrophe, accents and a percent sign."""
    if shutil.which("make") is None:
        cannot_run("install make; on Debian, apt install make")
    wheels = tmp_path_factory.mktemp("wheels")
    wheel = write_wheel(wheels)
    around = tmp_path_factory.mktemp("l'été 100% à deux")
    (around / "shared" / "data" / "gtzan").mkdir(parents=True)
    folder = around / "music genre"
    for file in ("Makefile", "pyproject.toml", "deploy/environment.py", "music_genre/version.py"):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, folder / file)
    (folder / "beat_service").mkdir()
    (folder / "beat_service" / "precompile.py").write_text(PRECOMPILE)
    (folder / "requirements").mkdir()
    (folder / "requirements" / "run.txt").write_text(
        f"tiny==1 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
    )
    return Checkout(folder, wheels)


@pytest.fixture(scope="module")
def installed_once(checkout: Checkout) -> Checkout:
    """Install the checkout's environment at the second try: there was no network at first."""
    status, told = checkout.make(**OFFLINE)
    assert 0 != status
    assert told.splitlines()[1] == (
        "cannot install: no connection to 127.0.0.1 (Connection refused); check the network, "
        "or set HTTPS_PROXY to your proxy, then type the same command again"
    )
    assert not checkout.stamp.exists()

    status, told = checkout.make()
    assert 0 == status, told
    return checkout


@pytest.fixture
def installed(installed_once: Checkout) -> Checkout:
    """Complete the environment, which the test before may have left broken."""
    status, told = installed_once.make()
    assert 0 == status, told
    return installed_once


@pytest.fixture
def held(installed: Checkout) -> Iterator[Path]:
    """Keep compiling from ending while this file is there."""
    hold = installed.folder / "hold"
    hold.touch()
    yield hold
    hold.unlink(missing_ok=True)


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for something that other processes do."""
    deadline = time.monotonic() + COMPILING_WITHIN_S
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert is_so()


def test_complete_environment_is_left_alone(installed: Checkout) -> None:
    """After a first try without a network the second one completes, and the third does nothing."""
    compilations = installed.compilations

    assert (0, "") == installed.make(**OFFLINE)
    assert compilations == installed.compilations
    assert "1" == installed.one()


def test_requirements_that_changed(installed: Checkout) -> None:
    """Other requirements are installed, whatever the files' times say."""
    requirements = installed.folder / "requirements" / "run.txt"
    requirements.write_text("# newer\n" + requirements.read_text())
    os.utime(requirements, (0, 0))
    compilations = installed.compilations

    assert 0 == installed.make()[0]
    assert compilations + 1 == installed.compilations


def test_checkout_is_importable(installed: Checkout, tmp_path: Path) -> None:
    """Python in the environment finds the checkout's packages from anywhere."""
    python = installed.folder / ".venv" / "bin" / "python"
    ask = [str(python), "-c", "import beat_service; print(*beat_service.__path__)"]
    done = subprocess.run(ask, cwd=tmp_path, env={}, capture_output=True, text=True, check=True)

    assert str(installed.folder / "beat_service") == done.stdout.strip()


def test_package_that_was_not_finished(installed: Checkout) -> None:
    """A package of which pip has left only the record is installed again."""
    installed.stamp.unlink()
    (module,) = installed.folder.glob(".venv/lib/*/site-packages/tiny.py")
    (installer,) = installed.folder.glob(".venv/lib/*/site-packages/tiny-1.dist-info/INSTALLER")
    module.unlink()
    installer.unlink()

    assert 0 == installed.make()[0]
    assert "1" == installed.one()


def test_python_that_was_taken_away(installed: Checkout) -> None:
    """An environment whose Python is gone, as after an upgrade, is made anew."""
    python = installed.folder / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")

    assert 0 == installed.make()[0]
    assert "1" == installed.one()


def test_two_at_once(installed: Checkout, held: Path) -> None:
    """A second `make` says that it waits for the first, and finds everything done."""
    installed.stamp.unlink()
    compilations = installed.compilations
    first = installed.start()
    wait_until(lambda: installed.compilations > compilations)
    second = installed.start()
    assert second.stdout
    waits = second.stdout.readline()
    held.unlink()

    assert "Another `make` is installing here; waiting for it …\n" == waits
    assert "" == second.communicate(timeout=60)[0]
    assert "Compiling" in first.communicate(timeout=60)[0]
    assert (0, 0) == (first.returncode, second.returncode)
    assert compilations + 1 == installed.compilations


@pytest.mark.usefixtures("held")
def test_interrupted(installed: Checkout) -> None:
    """Ctrl-C while installing ends all processes, and the environment is not called complete."""
    installed.stamp.unlink()
    compilations = installed.compilations
    process = installed.start()
    wait_until(lambda: installed.compilations > compilations)

    os.killpg(process.pid, signal.SIGINT)
    told, _ = process.communicate(timeout=60)  # its end is that of all who write there

    assert 0 != process.returncode
    assert "Stopped; the same command goes on from here." in told
    assert not installed.stamp.exists()


def test_wrong_package_is_told_in_pips_words(installed: Checkout) -> None:
    """A package that is not what was locked is refused, and the network is not blamed."""
    requirements = installed.folder / "requirements" / "run.txt"
    before = requirements.read_text()
    shutil.rmtree(next(installed.folder.glob(".venv/lib/*/site-packages/tiny-1.dist-info")))
    requirements.write_text(f"tiny==1 --hash=sha256:{'0' * 64}\n")

    status, told = installed.make()
    requirements.write_text(before)
    installed.stamp.unlink(missing_ok=True)  # for the next test: the package's record is gone

    assert 0 != status
    assert "DO NOT MATCH THE HASHES" in told
    assert "connection" not in told


def test_other_commands_in_an_odd_folder(installed: Checkout) -> None:
    """Paths that the Makefile works out are whole, and an address of one's own is left alone."""
    show = 'include Makefile\nshow:\n\t@printf "%s|" "$$GTZAN_DIR" "$$GROOVE_DIR" "$$PYTHONPATH"\n'
    done = subprocess.run(
        ["make", "-f", "-", "show"],  # noqa: S607  # make is on the PATH
        cwd=installed.folder,
        env=clean_environment(GROOVE_DIR="/my own"),
        input=show,
        capture_output=True,
        text=True,
        check=True,
    )

    gtzan = installed.folder.parent / "shared" / "data" / "gtzan"
    assert f"{gtzan}|/my own|{installed.folder}|" == done.stdout


def test_scripts_are_called_by_their_modules() -> None:
    """Programs are called by name only where they are no scripts, which hold a path of Python."""
    makefile = (ROOT / "Makefile").read_text()
    called = {word.partition(")/")[2].split()[0] for word in makefile.split("$(BIN")[1:]}

    assert {"python", "hadolint", "zizmor"} == called
