"""Every route of the beat service that takes a song or a beat refuses what the others refuse."""

from collections.abc import Mapping

import pytest
from fastapi.testclient import TestClient
from problems import assert_problem
from refusals import Sent, each_form, in_each_form, in_form
from refused_files import each_refused_file, each_refused_upload

from beat_service.app import create_app
from beat_service.settings import Settings

LIMIT_BYTES = 2 * 2**20
BEAT: Mapping[str, str] = {"title": "Mine", "style": "My", "licence": "CC0-1.0", "author": "Me"}

each_path = pytest.mark.parametrize("path", ["/analyze", "/recommend"])
each_size = pytest.mark.parametrize(
    ("n_bytes", "status", "code"),
    [(LIMIT_BYTES, 415, "not_audio"), (LIMIT_BYTES + 1, 413, "too_large")],
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Make a client of the app with a small limit and a base of its own."""
    database_url = f"sqlite:///{tmp_path_factory.mktemp('base')}/beats.db"
    app = create_app(Settings(max_upload_bytes=LIMIT_BYTES, database_url=database_url))
    return TestClient(app, "http://localhost", raise_server_exceptions=False)


@each_path
@each_refused_upload
def test_bad_upload(client: TestClient, path: str, sent: Sent, status: int, code: str) -> None:
    """Each fault has the status and code that the genre services give it."""
    assert_problem(client.post(path, content=sent.content, headers=sent.headers), status, code)


@each_path
@each_form
@each_size
def test_limit_at_the_edge(
    client: TestClient, path: str, form: str, n_bytes: int, status: int, code: str
) -> None:
    """A file of exactly the limit is looked at, one byte more is not, in each form of upload."""
    sent = in_each_form(bytes(n_bytes))[form]

    assert_problem(client.post(path, content=sent.content, headers=sent.headers), status, code)


@each_refused_file
def test_file_that_is_no_beat(client: TestClient, encoded: bytes, status: int, code: str) -> None:
    """A recording that cannot be a song cannot be a beat either, by the same codes."""
    sent = in_form(BEAT, file=encoded)

    assert_problem(client.post("/beats", content=sent.content, headers=sent.headers), status, code)


@each_size
def test_limit_of_a_beat(client: TestClient, n_bytes: int, status: int, code: str) -> None:
    """A beat has the limit of a song."""
    sent = in_form(BEAT, file=bytes(n_bytes))

    assert_problem(client.post("/beats", content=sent.content, headers=sent.headers), status, code)
