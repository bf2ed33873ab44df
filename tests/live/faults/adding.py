"""Beats that tests add to a running service, and a service that does not run."""

from pathlib import Path

import requests
from beat_signals import drums

from tools.processes import RunningService, ended_python, free_port
from tools.signals import to_file

PATIENCE_S = 60
FORM = {"style": "My", "licence": "CC0-1.0", "author": "Me", "bpm": "120"}


def add(beat: RunningService, title: str, bpm: float = 120) -> requests.Response:
    """Add a recording, which is another one for each tempo."""
    form = FORM | {"title": title, "bpm": f"{bpm:g}"}
    files = {"file": to_file(drums(bpm, 8).astype(float))}
    return requests.post(f"{beat.url}/beats", form, files=files, timeout=PATIENCE_S)


def added_ids(beat: RunningService) -> set[str]:
    """List the beats that were added, by what identifies them."""
    answer = requests.get(f"{beat.url}/beats?style=My", timeout=PATIENCE_S)
    return {one["id"] for one in answer.json()["beats"]}


def start_refused(database: Path) -> str:
    """Return what a service says that does not start with this database."""
    own = {"PORT": str(free_port()), "DATABASE_URL": f"sqlite:///{database}"}
    ended = ended_python(["-m", "beat_service"], **own)
    assert 1 == ended.returncode
    assert 1 == len(ended.stderr.strip().splitlines()), ended.stderr
    return ended.stderr
