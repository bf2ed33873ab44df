"""For all tests: the shared data, the real services running, nothing of what is around them."""

import contextlib
import fcntl
import os
import platform
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from needs import Alone, cannot_run, path_from_environment, reasons_to_lines
from surroundings import forget_settings, hear_ctrl_c, refuse_other_services

from deploy.services import SERVICES
from tools.processes import Services, running_stack
from training.playing.sound_fonts import TRAINING_FONT, installed


def pytest_configure() -> None:
    """Leave the shell's settings and its owner's services outside, before any app is made."""
    forget_settings(os.environ)
    hear_ctrl_c()
    if "SERVICES_HOST" not in os.environ:
        refuse_other_services()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end how to run what was skipped."""
    skipped = terminalreporter.getreports("skipped")
    lines = reasons_to_lines(report.longrepr[2] for report in skipped)
    if lines:
        terminalreporter.section("skipped")
    for line in lines:
        terminalreporter.line(line)


@pytest.fixture(scope="session")
def gtzan_dir() -> Path:
    """Return the folder of GTZAN with its table."""
    return path_from_environment("GTZAN_DIR", "the folder of GTZAN that has clips.csv")


@pytest.fixture(scope="session")
def cases_dir() -> Path:
    """Return the folder of files and requests that broke such services, and what is right."""
    return path_from_environment("CASES_DIR", "the folder of odd files that has expect.json")


@pytest.fixture(scope="session")
def vgg19_weights() -> Path:
    """Return the file of ImageNet's VGG19."""
    what = "the file of ImageNet's VGG19, vgg19_imagenet_conv.npz"
    return path_from_environment("VGG19_WEIGHTS", what)


@pytest.fixture(scope="session")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Alone:
    """Make a block that no other worker is in.

    To export VGG19 takes six gigabytes for a while. What librosa compiles at its first call goes
    into a cache of files that numba does not lock: two workers at once leave code there under the
    signature of other code, and whoever calls it crashes.
    """
    file = tmp_path_factory.getbasetemp().parent / "alone.lock"

    @contextlib.contextmanager
    def locked() -> Iterator[None]:
        with file.open("w") as opened:
            fcntl.flock(opened, fcntl.LOCK_EX)
            yield

    return locked


@pytest.fixture(scope="session")
def sound_font() -> None:
    """Require FluidSynth and the sound font that training has at least."""
    if not installed(TRAINING_FONT):
        cannot_run("install FluidSynth; on Debian, apt install fluidsynth timgm6mb-soundfont")


@pytest.fixture(scope="session")
def emulator() -> None:
    """Require an emulator of other processors of this kind."""
    if platform.machine() != "x86_64":
        pytest.skip("processors of x86-64 are emulated there alone: try another machine")
    if not shutil.which("qemu-x86_64"):
        cannot_run("on Debian, apt install qemu-user")


@pytest.fixture(scope="session")
def haproxy() -> str:
    """Require the proxy of the production overlay as a program."""
    found = shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin")
    return found or cannot_run("on Debian, apt install haproxy")


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Run the real services on free ports; with `SERVICES_HOST`, use the containers there."""
    if host := os.environ.get("SERVICES_HOST"):
        yield Services(*(f"http://{host}:{service.port}" for service in SERVICES.values()))
        return
    with running_stack(tmp_path_factory.mktemp("services")) as running:
        yield running


@pytest.fixture(scope="session", autouse=True)
def scratch_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give a scratch database to whatever in our process has none of its own."""
    with pytest.MonkeyPatch.context() as patch:
        path = tmp_path_factory.mktemp("beats") / "beats.db"
        patch.setenv("DATABASE_URL", f"sqlite:///{path}")
        yield
