"""docs/upgrade.md as real processes: an old release's service, this one's after it, and back.

`UPGRADE_FROM` names commits or tags; by default they are the first version that served beats and
the last release, which is the newest tag `v…` before this commit, or without any the commit before.
"""

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from midi_files import BACKBEAT
from needs import cannot_run
from old_databases.make import checked_out

from beat_service.catalogue.database import BEATS, kind_to_revisions
from music_genre.version import VERSION
from tools.processes import (
    ROOT,
    clean_environment,
    ended_python,
    free_port,
    running_python,
    wait_until_ready,
)

FIRST = "f334305"
PATIENCE_S = 60
FORM = {"title": "Mine", "style": "House", "licence": "CC0-1.0", "author": "Änne"}
DELETED = "house-jack"


def git(*arguments: str) -> str | None:
    """Ask git; None where it has no answer."""
    asked = subprocess.run(
        ["git", *arguments],  # noqa: S607  # git is on the PATH
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip() if asked.returncode == 0 else None


def commits() -> list[str]:
    """List the commits to come from."""
    if told := os.environ.get("UPGRADE_FROM"):
        return told.split()
    before = git("describe", "--tags", "--abbrev=0", "--match=v*", "HEAD^")
    return [FIRST, before or git("rev-parse", "--short", "HEAD^") or "HEAD^"]


@contextlib.contextmanager
def running_beats(code: Path, folder: Path) -> Iterator[str]:
    """Run the beat service of some code on the database of a folder until the block ends."""
    port, log = free_port(), folder / "beats.log"
    settings = {
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder}/beats.db",
        "PYTHONPATH": str(code),
    }
    with running_python(["-m", "beat_service"], code, log, **settings) as process:
        url = f"http://127.0.0.1:{port}"
        wait_until_ready(url, process, log)
        yield url


def add(url: str, title: str, content: bytes) -> str:
    """Add a beat; return what identifies it."""
    files = {"file": ("beat.mid", content)}
    answer = requests.post(f"{url}/beats", FORM | {"title": title}, files=files, timeout=PATIENCE_S)
    assert 201 == answer.status_code, answer.text
    return str(answer.json()["id"])


def beats(url: str) -> dict[str, str]:
    """Read the titles of all beats."""
    listed = requests.get(f"{url}/beats", timeout=PATIENCE_S).json()["beats"]
    return {beat["id"]: beat["title"] for beat in listed}


@pytest.mark.parametrize("commit", commits())
def test_forward_and_back(commit: str, tmp_path: Path) -> None:
    """A person's beats outlive the upgrade and the way back, and what was deleted stays deleted."""
    if git("cat-file", "-e", f"{commit}^{{commit}}") is None:
        cannot_run(f"the history has no {commit}: git fetch --unshallow --tags")
    with checked_out(commit) as code:
        with running_beats(code, tmp_path) as url:
            mine = add(url, "Mine", BACKBEAT)
            gone = requests.delete(f"{url}/beats/{DELETED}", timeout=PATIENCE_S)
            assert 204 == gone.status_code
            before = beats(url)
        assert "Mine" == before[mine]
        assert DELETED not in before

        with running_beats(ROOT, tmp_path) as url:
            live = requests.get(f"{url}/livez", timeout=PATIENCE_S).json()
            after = beats(url)
            sound = requests.get(f"{url}/beats/{mine}/audio", timeout=PATIENCE_S)
        assert VERSION == live["version"]
        assert before.items() <= after.items()
        assert DELETED not in after
        assert sound.content.startswith(b"RIFF")

        went = go_back(code, tmp_path)
        with running_beats(code, tmp_path) as url:
            again = beats(url)
        assert before.items() <= again.items(), went


def go_back(code: Path, folder: Path) -> str:
    """Take the database back to the tables of old code, as docs/upgrade.md says."""
    (versions,) = code.glob("beat_service/**/migrations/versions")
    revision = max(path.name for path in versions.glob("[0-9]*_*.py")).partition("_")[0]
    text = (ROOT / "docs" / "upgrade.md").read_text()
    assert re.search(r"^\.venv/bin/python -m beat_service\.revision 0\d+ ", text, re.MULTILINE)
    program = [sys.executable, "-m", "beat_service.revision", revision]
    settings = clean_environment(DATABASE_URL=f"sqlite:///{folder}/beats.db")
    done = subprocess.run(
        program, cwd=ROOT, env=settings, capture_output=True, text=True, check=True
    )
    saved = [*folder.glob("beats.db.*.backup")]
    assert len(saved) == (revision != kind_to_revisions(BEATS)[-1])
    return done.stdout


def test_a_newer_database_ends_an_older_release(tmp_path: Path) -> None:
    """A release that finds a newer one's tables ends with one line that says what to do."""
    url = f"sqlite:///{tmp_path}/beats.db"
    newer = (
        "import sys; from sqlalchemy import text;"
        "from beat_service.catalogue.database import url_to_engine;"
        "engine = url_to_engine(sys.argv[1]);"
        "connection = engine.connect();"
        "connection.execute(text('UPDATE alembic_version SET version_num = 9999'));"
        "connection.commit()"
    )
    made = ended_python(["-c", newer, url], ROOT)
    assert 0 == made.returncode, made.stderr

    done = ended_python(
        ["-m", "beat_service"], ROOT, PORT=str(free_port()), DATABASE_URL=url, LOG_FORMAT="text"
    )
    assert 0 != done.returncode
    told = done.stdout + done.stderr
    assert "a newer release has changed it (revision 9999" in told
    assert "python -m beat_service.revision" in told
    assert "Traceback" not in told
