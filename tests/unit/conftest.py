"""Both kinds of database, empty, for what keeps beats and what keeps songs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from needs import cannot_run
from postgres_server import empty_database, postgres_binaries, running_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Run a server and name its only database."""
    binaries = postgres_binaries()
    if binaries is None:
        cannot_run("install PostgreSQL; on Debian, apt install postgresql")
    with running_postgres(binaries) as server:
        yield server.url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/folder/kept.db"
    url = str(request.getfixturevalue("postgres"))
    empty_database(url)
    return url
