"""Faults while beats are added: kills, two writers, a disk that takes nothing any more."""

import json
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests
from live.faults.adding import PATIENCE_S, add, added_ids, start_refused
from live.faults.forms import IS_LONG
from live.small_disks import remount, small_disk

from tools.processes import RunningService, running_service

Record = Callable[[str, object], None]
N_BEATS = 200 if IS_LONG else 24  # that are sent
N_BEFORE_KILL = N_BEATS // 2
CLIENTS = 4


def bpm_to_id(beat: RunningService, bpm: int) -> str:
    """Add a beat; return what identifies it, or nothing where there was no whole answer."""
    try:
        answer = add(beat, f"Beat {bpm}", bpm)
    except requests.ConnectionError:
        return ""
    assert 201 == answer.status_code, answer.text
    return str(answer.json()["id"])


def sounds_of(beat: RunningService) -> dict[str, int]:
    """Ask for the sound of every beat that was added; return the statuses."""
    listed = requests.get(f"{beat.url}/beats?style=My", timeout=PATIENCE_S).json()["beats"]
    return {
        one["id"]: requests.get(f"{beat.url}{one['audio_url']}", timeout=PATIENCE_S).status_code
        for one in listed
    }


def test_killed_in_the_middle_of_adding(tmp_path: Path, record_property: Record) -> None:
    """What was answered 201 is there after a kill, and nothing half."""
    answered: list[str] = []
    with running_service("beat_service", tmp_path) as beat:

        def add_one(number: int) -> None:
            if identity := bpm_to_id(beat, 40 + number):
                answered.append(identity)
            if len(answered) == N_BEFORE_KILL:
                threading.Timer(0.05, beat.process.kill).start()  # in the middle of adding

        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(add_one, range(N_BEATS)))
        assert -signal.SIGKILL == beat.process.wait(PATIENCE_S)
    with running_service("beat_service", tmp_path) as beat:
        sounds = sounds_of(beat)

    assert N_BEFORE_KILL <= len(answered) < N_BEATS
    assert set(answered) <= sounds.keys()
    assert len(sounds) <= len(answered) + CLIENTS
    found = f"of {len(answered)} answered 0 lost, 0 half"
    what = f"kill −9 in the middle of {N_BEATS} beats that are added"
    record_property("fault", (what, found, "0 lost, 0 half"))
    assert {200} == set(sounds.values()), json.dumps(sounds)


def test_two_writers(tmp_path: Path, record_property: Record) -> None:
    """Two services on one database add at once, and both have all of it."""
    url = f"sqlite:///{tmp_path}/shared.db"
    folders = [tmp_path / name for name in ("first", "second")]
    for folder in folders:
        folder.mkdir()
    with (
        running_service("beat_service", folders[0], DATABASE_URL=url) as first,
        running_service("beat_service", folders[1], DATABASE_URL=url) as second,
        ThreadPoolExecutor(CLIENTS) as pool,
    ):
        services = [(first, second)[number % 2] for number in range(N_BEATS)]
        answered = set(pool.map(bpm_to_id, services, range(40, 40 + N_BEATS)))
        assert answered == added_ids(first) == added_ids(second)

    assert N_BEATS == len(answered)
    found = f"{N_BEATS} of {N_BEATS} beats, both have all"
    record_property("fault", ("two services write one database", found, "both have all"))


def test_read_only_disk(tmp_path: Path, record_property: Record) -> None:
    """A start on a read-only disk says so in a line, and nothing was lost when it is not any more.

    The kernel lets no disk become read-only while a file on it is open for writing.
    """
    with small_disk(tmp_path / "disk") as disk:
        file = disk / "beats.db"
        database = {"DATABASE_URL": f"sqlite:///{file}"}
        with running_service("beat_service", tmp_path, **database) as beat:
            kept = add(beat, "Kept").json()
        remount(disk, "ro")
        try:
            said = start_refused(file)
        finally:
            remount(disk, "rw")
        with running_service("beat_service", tmp_path, **database) as beat:
            assert {kept["id"]} == added_ids(beat)

    assert "read-only" in said
    row = ("the catalogue's disk is read-only", "a line at start; all there afterwards", "a line")
    record_property("fault", row)
