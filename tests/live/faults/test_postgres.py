"""The catalogue's PostgreSQL server goes away while beats are added, and comes back."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from live.faults.adding import PATIENCE_S, add, added_ids
from needs import cannot_run
from postgres_server import PostgresServer, postgres_binaries, running_postgres
from problems import assert_problem

from tools.processes import RunningService, running_service

Record = Callable[[str, object], None]
AWAY_S = 4.0
BACK_WITHIN_S = 5.0
AGAIN_AFTER_S = 0.2
CREATED = 201
TEMPI = {"one": range(60, 120), "other": range(120, 180)}  # of two who add at once [BPM]


@pytest.fixture
def postgres() -> Iterator[PostgresServer]:
    """Run a server that this test may stop."""
    binaries = postgres_binaries()
    if binaries is None:
        cannot_run("install PostgreSQL; on Debian, apt install postgresql")
    with running_postgres(binaries) as server:
        yield server


class Adders:
    """Two clients that add beats, each until it is taken, until they are told to stop."""

    def __init__(self, beat: RunningService) -> None:
        self.answers: list[requests.Response] = []
        self._beat, self._is_over = beat, threading.Event()
        self._threads = [
            threading.Thread(target=self._add, args=item, daemon=True) for item in TEMPI.items()
        ]
        for thread in self._threads:
            thread.start()

    def _add(self, name: str, tempi: range) -> None:
        for bpm in tempi:
            while not self._is_over.is_set():
                answer = add(self._beat, f"{name} {bpm}", bpm)
                self.answers.append(answer)
                if answer.status_code == CREATED:
                    break
                self._is_over.wait(AGAIN_AFTER_S)

    def wait_for(self, status: int) -> float:
        """Wait for the next answer of a status; return how long that took [s]."""
        began, n_before = time.monotonic(), len(self.answers)
        while time.monotonic() - began < PATIENCE_S:
            if status in [one.status_code for one in self.answers[n_before:]]:
                return time.monotonic() - began
            time.sleep(0.02)
        pytest.fail(f"nobody was answered {status} in {PATIENCE_S} s")

    def stop(self) -> None:
        """Let each end what it is adding."""
        self._is_over.set()
        for thread in self._threads:
            thread.join()


def test_server_that_goes_away(
    postgres: PostgresServer, tmp_path: Path, record_property: Record
) -> None:
    """Adds are refused meanwhile, in words; then they go on, and what was answered 201 is there."""
    with running_service("beat_service", tmp_path, DATABASE_URL=postgres.url) as beat:
        adders = Adders(beat)
        adders.wait_for(CREATED)
        postgres.stop()
        adders.wait_for(503)
        ready = requests.get(f"{beat.url}/readyz", timeout=PATIENCE_S)
        live = requests.get(f"{beat.url}/livez", timeout=PATIENCE_S)
        time.sleep(AWAY_S)
        postgres.start()
        back_s = adders.wait_for(CREATED)
        adders.stop()
        ready_again = requests.get(f"{beat.url}/readyz", timeout=PATIENCE_S)
        kept = added_ids(beat)
        log = beat.log.read_text()

    answered = {one.json()["id"] for one in adders.answers if one.status_code == CREATED}
    refused = [one for one in adders.answers if one.status_code != CREATED]
    for one in refused:
        assert_problem(one, 503, "not_ready")
    assert (503, 200, 200) == (ready.status_code, live.status_code, ready_again.status_code)
    assert answered <= kept
    assert len(kept) <= len(answered) + len(TEMPI)  # the crash may have come before the answer
    assert back_s < BACK_WITHIN_S
    assert "Traceback" not in log
    found = f"{len(refused)} adds 503, {len(answered)} answered, 0 lost; back after {back_s:.1f} s"
    record_property("fault", ("PostgreSQL goes away while beats are added", found, "503, 0 lost"))
