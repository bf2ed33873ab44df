"""The beat service as a real process: start, answers under load, and a clean stop."""

from pathlib import Path

import pytest
import requests
from beat_signals import drums
from live.clients import clients_to_statuses, large_file

from tools.processes import ended_python, free_port, running_service, with_a_stop
from tools.signals import to_file

DRUMS = to_file(drums(120, 6).astype(float))


def test_clients_at_once_and_a_request_in_flight(tmp_path: Path) -> None:
    """Good and bad requests get their own answers, and the one under way at the stop is ended."""
    with running_service("beat_service", tmp_path) as beat:
        statuses = clients_to_statuses(f"{beat.url}/analyze", DRUMS, n_clients=8)
        body = with_a_stop(large_file(drums(120, 60)), beat.process)
        headers = {"Content-Type": "audio/wav"}
        last = requests.post(f"{beat.url}/analyze", body, headers=headers, timeout=60)
        beat.process.wait(30)

    assert 8 == len(statuses)
    assert {(True, 200), (False, 415)} == set(statuses)
    assert 200 == last.status_code
    assert 60 == last.json()["audio"]["duration_s"]
    assert "Traceback" not in beat.log.read_text()


def test_too_large_is_told_while_the_client_still_sends(tmp_path: Path) -> None:
    """A body over the limit is a 413 and not a broken connection."""
    with running_service("beat_service", tmp_path, MAX_UPLOAD_BYTES="100000") as beat:
        for route in ("/analyze", "/beats"):
            files = {"file": bytes(20_000_000)}
            assert 413 == requests.post(f"{beat.url}{route}", files=files, timeout=60).status_code
        assert 200 == requests.get(f"{beat.url}/readyz", timeout=20).status_code


def test_beats_go_out_and_in_beside_a_running_service(tmp_path: Path) -> None:
    """What is changed, exported, deleted and added by the list is again what it was."""
    form = {"title": "Mine", "style": "My", "licence": "CC0-1.0", "author": "Me", "bpm": "60"}
    database = {"DATABASE_URL": f"sqlite:///{tmp_path}/beats.db"}
    with running_service("beat_service", tmp_path) as beat:
        added = requests.post(f"{beat.url}/beats", form, files={"file": DRUMS}, timeout=60)
        url = beat.url + added.headers["Location"]
        changes = {"author": "You", "bpm": 120, "meter": "3/4"}
        changed = requests.patch(url, json=changes, timeout=60)
        out = ended_python(["-m", "beat_service.export", f"{tmp_path}/out", "--own"], **database)
        deleted = requests.delete(url, timeout=60)
        back = ended_python(["-m", "beat_service.add", f"{tmp_path}/out"], **database)
        again = requests.get(url, timeout=60)

    assert (201, 200, 204) == (added.status_code, changed.status_code, deleted.status_code)
    assert (0, 0) == (out.returncode, back.returncode), out.stderr + back.stderr
    assert ("You", 120, "3/4", 4) == tuple(
        changed.json()[name] for name in ("author", "bpm", "meter", "bars")
    )
    assert changed.json() == again.json()


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("PORT", "many", "PORT='many'"),
        ("ANALYSIS_DIR", "/nowhere", "run `make train-tempo-key` or set ANALYSIS_DIR"),
        ("STYLE_DIR", "/nowhere", "run `make train-styles` or set STYLE_DIR"),
    ],
)
def test_service_does_not_start(variable: str, value: str, message: str, tmp_path: Path) -> None:
    """The process ends with one clear line and without a traceback."""
    own = {"PORT": str(free_port()), "DATABASE_URL": f"sqlite:///{tmp_path}/beats.db"}
    done = ended_python(["-m", "beat_service"], **own | {variable: value})

    assert 1 == done.returncode
    assert "cannot start: " in done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr
