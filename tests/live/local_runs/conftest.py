"""What `make run` is told by a test: ports and a database of its own."""

from pathlib import Path

import pytest

from tools.processes import clean_environment, free_port

PORTS = ("PORT_SVM", "PORT_VGG19", "PORT_BEAT", "PORT_FRONTEND")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Choose free ports for all, and a database that is not the checkout's."""
    ports = {name: str(free_port()) for name in PORTS}
    return clean_environment(DATABASE_URL=f"sqlite:///{tmp_path / 'beats.db'}", **ports)
