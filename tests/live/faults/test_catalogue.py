"""Faults of the catalogue's file under a running service: none is silent, and nothing is lost."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import requests
from live.faults.adding import PATIENCE_S, add, start_refused
from live.small_disks import fill, small_disk
from problems import assert_problem

from tools.processes import ended_python, running_service

Record = Callable[[str, object], None]


def test_deleted_file_is_noticed(tmp_path: Path, record_property: Record) -> None:
    """Where the file is gone, the service is not ready and takes nothing that would be lost."""
    with running_service("beat_service", tmp_path) as beat:
        assert 201 == add(beat, "Kept").status_code
        (tmp_path / "beats.db").unlink()
        assert_problem(add(beat, "Lost", 130), 503, "catalogue_gone")
        ready = requests.get(f"{beat.url}/readyz", timeout=PATIENCE_S)

    found = f"add 503, /readyz {ready.status_code}"
    record_property("fault", ("database deleted while it is used", found, "503, 503"))
    assert (503, "catalogue_gone") == (ready.status_code, ready.json()["catalogue"])
    assert not (tmp_path / "beats.db").exists()
    assert "Traceback" not in beat.log.read_text()


def test_file_is_whole_after_a_clean_stop(tmp_path: Path, record_property: Record) -> None:
    """The database's file has everything in it when the service has ended."""
    with running_service("beat_service", tmp_path) as beat:
        added = add(beat, "Kept").json()
    copied = shutil.copy(tmp_path / "beats.db", tmp_path / "copy.db")

    with closing(sqlite3.connect(copied)) as database:
        found = database.execute("SELECT title FROM beats WHERE id = ?", [added["id"]]).fetchall()
    assert [("Kept",)] == found
    row = ("`beats.db` copied alone after a stop", "all of it", "all of it")
    record_property("fault", row)


def test_full_disk(tmp_path: Path, record_property: Record) -> None:
    """On a full disk nothing is added, which is said, and beats can be deleted; a start says why.

    Without the room that was laid aside for it, the start of another service is refused.
    """
    with small_disk(tmp_path / "disk") as disk:
        url = f"sqlite:///{disk}/beats.db"
        with running_service("beat_service", tmp_path, DATABASE_URL=url) as beat:
            kept = add(beat, "Kept").json()
            taken = fill(disk)
            refusals = [add(beat, f"Too much {bpm}", bpm) for bpm in (90, 95, 100)]
            for refused in refusals[-2:]:  # the first may find room in the log
                assert_problem(refused, 507, "disk_full")
            gone = requests.delete(f"{beat.url}{kept['url']}", timeout=PATIENCE_S)
            assert 204 == gone.status_code, gone.text
            beats = requests.get(f"{beat.url}/beats", timeout=PATIENCE_S).json()["beats"]
            assert not {"Kept", "Too much 95", "Too much 100"} & {one["title"] for one in beats}
            taken.unlink()
            assert 201 == add(beat, "After").status_code
        row = ("disk full", "add 507, DELETE 204, a start says so", "507, 204, a line")
        record_property("fault", row)
        fill(disk)
        (disk / "beats.db-reserve").unlink(missing_ok=True)
        fill(disk)
        (disk / "other").mkdir()
        assert "the disk is full; make room on it and start again" in start_refused(
            disk / "other" / "beats.db"
        )


def test_damaged_pages(tmp_path: Path, record_property: Record) -> None:
    """A start with a damaged file says so in a line, and how to restore; a backup helps."""
    file, backup = tmp_path / "beats.db", tmp_path / "saved" / "beats.backup"
    backup.parent.mkdir()
    database = {"DATABASE_URL": f"sqlite:///{file}"}
    with running_service("beat_service", tmp_path) as beat:
        added = add(beat, "Kept").json()
        saved = ended_python(["-m", "beat_service.backup", "save", str(backup)], **database)
        assert 0 == saved.returncode, saved.stderr
        assert 201 == add(beat, "Later", 130).status_code
    pages = bytearray(file.read_bytes())
    for start in range(4096, len(pages), 3 * 4096):
        pages[start : start + 4096] = os.urandom(4096)
    file.write_bytes(pages)

    assert "restore a backup (make restore FILE=…)" in start_refused(file)
    restored = ended_python(["-m", "beat_service.backup", "restore", str(backup)], **database)
    assert 0 == restored.returncode, restored.stderr
    with running_service("beat_service", tmp_path) as beat:
        beats = requests.get(f"{beat.url}/beats?style=My", timeout=PATIENCE_S).json()["beats"]
    assert [added] == beats
    row = ("a third of the pages damaged", "a line; `make restore` helps", "a line")
    record_property("fault", row)
