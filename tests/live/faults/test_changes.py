"""Who may change the catalogue of a service that others reach."""

from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from problems import assert_problem

from tools.processes import ended_python, free_port, running_service

ONE = "beats/house-jack"
SONG = "0" * 64
PATIENCE_S = 60


def test_off_without_a_token(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Where others are let in and no token is set, nothing can be changed, and the log says so."""
    with running_service("beat_service", tmp_path, HOST="0.0.0.0") as beat:
        for method, path in (
            ("POST", "beats"),
            ("PATCH", ONE),
            ("DELETE", ONE),
            ("GET", f"{ONE}/songs"),
            ("DELETE", f"{ONE}/songs"),
            ("DELETE", f"{ONE}/songs/{SONG}"),
        ):
            refused = requests.request(method, f"{beat.url}/{path}", timeout=PATIENCE_S)
            assert_problem(refused, 403, "changes_off")
        assert 200 == requests.get(f"{beat.url}/{ONE}", timeout=PATIENCE_S).status_code
        found = "403 `changes_off`, and said at start"
        record_property("fault", ("changes on 0.0.0.0 without a token", found, "off"))
        assert "HOST=0.0.0.0 lets others in and there is no ADMIN_TOKEN" in beat.log.read_text()


def test_token_of_a_file(tmp_path: Path) -> None:
    """The token may be in a file, and is in no log."""
    file = tmp_path / "token"
    file.write_text("très secret\n")
    with running_service(
        "beat_service", tmp_path, HOST="0.0.0.0", ADMIN_TOKEN_FILE=str(file)
    ) as beat:
        url = f"{beat.url}/{ONE}"
        right = {"Authorization": "Bearer très secret".encode()}
        assert_problem(requests.delete(url, timeout=PATIENCE_S), 401, "unauthorized")
        assert 204 == requests.delete(url, headers=right, timeout=PATIENCE_S).status_code
        assert "secret" not in beat.log.read_text()


@pytest.mark.parametrize(
    ("content", "also", "fault"),
    [
        (None, {}, "cannot be read"),
        (" \n", {}, "is empty"),
        ("secret", {"ADMIN_TOKEN": "secret"}, "ADMIN_TOKEN is set too; give one alone"),
    ],
)
def test_file_that_has_no_token(
    content: str | None, also: dict[str, str], fault: str, tmp_path: Path
) -> None:
    """A file without a token, or beside another one, ends the start by name, with no secret."""
    file = tmp_path / "token"
    if content is not None:
        file.write_text(content)
    own = {"PORT": str(free_port()), "DATABASE_URL": f"sqlite:///{tmp_path}/beats.db"}
    ended = ended_python(["-m", "beat_service"], **own, **also, ADMIN_TOKEN_FILE=str(file))

    assert 1 == ended.returncode
    assert "cannot start: ADMIN_TOKEN_FILE=" in ended.stderr
    assert fault in ended.stderr
    assert "secret" not in ended.stderr
