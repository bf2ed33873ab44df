"""Fixtures for all tests: the shared data, and the real services running."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import Services, running_services

UNDER_CI = os.environ.get("CI") == "true"


def path_from_environment(variable: str) -> Path:
    """A path of the shared data; without it a test is skipped, or fails under CI."""
    path = Path(os.environ.get(variable, ""))
    if variable in os.environ and path.exists():
        return path
    message = f"{variable} does not name the shared data"
    if UNDER_CI:
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def gtzan_dir() -> Path:
    """GTZAN with its table."""
    return path_from_environment("GTZAN_DIR")


@pytest.fixture(scope="session")
def vgg19_weights() -> Path:
    """ImageNet's VGG19."""
    return path_from_environment("VGG19_WEIGHTS")


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The real processes on free ports, ready; with `SERVICES_HOST`, the containers there."""
    if host := os.environ.get("SERVICES_HOST"):
        yield Services(*(f"http://{host}:{port}" for port in (5001, 5002, 8000, 5000)))
        return
    with running_services(tmp_path_factory.mktemp("logs")) as running:
        yield running


@pytest.fixture(scope="session", autouse=True)
def base_of_beats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Services that tests start keep their beats in a scratch file, not in the checkout."""
    with pytest.MonkeyPatch.context() as patch:
        path = tmp_path_factory.mktemp("beats") / "beats.db"
        patch.setenv("DATABASE_URL", f"sqlite:///{path}")
        yield
