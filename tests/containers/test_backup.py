"""A catalogue saved on one machine and restored on another that has nothing."""

import os
import time
from pathlib import Path
from typing import Final
from uuid import uuid4

import requests
from containers.engine import docker

from tools.processes import Services
from tools.signals import song, to_file

IMAGE: Final = "devops-app/beat-service:latest"
BACKUP: Final = "/data/beats.backup"
READY_WITHIN_S: Final = 120.0  # only so that nothing hangs for ever
RESTORED: Final = f"python -m beat_service.backup restore {BACKUP} && exec python -m beat_service"
STATUS_OF: Final = """
import sys, urllib.request
print(urllib.request.urlopen("http://127.0.0.1:8000" + sys.argv[1]).status)
"""


def test_a_clean_machine_restores_a_backup(services: Services, tmp_path: Path) -> None:
    """A beat that is in a backup is served from a new container with an empty volume."""
    form = {"title": "Kept", "style": "House", "licence": "CC0-1.0", "author": "Test"}
    token = {"Authorization": f"Bearer {os.environ['SERVICES_TOKEN']}"}
    url = f"{services.beat}/beats"
    files = {"file": to_file(song(8, bpm=120))}
    added = requests.post(url, data=form, files=files, headers=token, timeout=30)
    try:
        save = ("python", "-m", "beat_service.backup", "save", BACKUP)
        docker("compose", "exec", "--no-TTY", "beat_service", *save)
        docker("compose", "cp", f"beat_service:{BACKUP}", str(tmp_path))
        docker("compose", "exec", "--no-TTY", "beat_service", "rm", BACKUP)
    finally:
        location = added.headers["Location"]
        requests.delete(services.beat + location, headers=token, timeout=10)

    volume = f"genre-restored-{uuid4().hex}"
    name = docker("create", "--volume", f"{volume}:/data", IMAGE, "sh", "-c", RESTORED)
    try:
        docker("cp", str(tmp_path / Path(BACKUP).name), f"{name}:/data/")
        docker("start", name)
        deadline = time.monotonic() + READY_WITHIN_S
        while docker("inspect", "--format", "{{.State.Health.Status}}", name) != "healthy":
            assert time.monotonic() < deadline, docker("logs", name)
            time.sleep(0.2)
        assert "200" == docker("exec", name, "python", "-c", STATUS_OF, location)
    finally:
        docker("rm", "--force", name)
        docker("volume", "rm", volume)
