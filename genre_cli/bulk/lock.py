"""One run at a time in a folder.

In a folder of this machine the system's lock says so, and ends with the process, however that ends.
A store has no locks: there an object says who works here, and is renewed; one that was not renewed
for a while is of a run that has died. Two runs that both believe they are alone would write the
same shards twice, never other ones.
"""

import json
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from filelock import FileLock, Timeout

from genre_cli.bulk.faults import told_as
from genre_cli.bulk.folder import UNWRITABLE, OutFolder
from genre_cli.bulk.shards import NOTES
from genre_cli.telling.problems import FileProblemError

LOCK_NAME: Final = f"{NOTES}/lock"
RENEWED_EVERY_S: Final = 10.0
DEAD_AFTER_S: Final = 45.0


@contextmanager
def locked(folder: OutFolder, dead_after_s: float = DEAD_AFTER_S) -> Iterator[None]:
    """Keep other runs out. Raises `FileProblemError` where one is there."""
    if folder.is_local:
        with _locked_folder(folder):
            yield
        return
    with _leased(folder, dead_after_s):
        yield


@contextmanager
def _locked_folder(folder: OutFolder) -> Iterator[None]:
    folder.make(NOTES)
    with told_as(UNWRITABLE):
        try:
            lock = FileLock(folder.full(LOCK_NAME)).acquire(timeout=0)
        except Timeout as error:
            raise FileProblemError("out_in_use") from error
    with lock:
        yield


@dataclass(frozen=True)
class Lease:
    """Who works in a store, and when that was last said [s since 1970, by its own clock]."""

    owner: str
    said_at: float

    def to_bytes(self) -> bytes:
        """Write it."""
        return json.dumps({"owner": self.owner, "said_at": self.said_at}).encode()


@contextmanager
def _leased(folder: OutFolder, dead_after_s: float) -> Iterator[None]:
    me = f"{socket.gethostname()} {os.getpid()} {uuid.uuid4().hex}"
    _wait_for_the_dead(folder, dead_after_s)
    ended = threading.Event()

    def say() -> None:
        folder.write(LOCK_NAME, Lease(me, time.time()).to_bytes())

    def renew() -> None:
        while not ended.wait(RENEWED_EVERY_S):
            say()

    say()
    if _lease(folder) != me:
        raise FileProblemError("out_in_use")
    renewing = threading.Thread(target=renew, daemon=True)
    renewing.start()
    try:
        yield
    finally:
        ended.set()
        renewing.join()
        if _lease(folder) == me:
            folder.remove(LOCK_NAME)


def _wait_for_the_dead(folder: OutFolder, dead_after_s: float) -> None:
    """Watch a lease by our own clock; where it is renewed, its owner lives.

    Raises `FileProblemError`.
    """
    before, began = folder.read(LOCK_NAME), time.monotonic()
    while before is not None and time.monotonic() - began < dead_after_s:
        time.sleep(min(1.0, dead_after_s))
        now = folder.read(LOCK_NAME)
        if now is None:
            return
        if now != before:
            raise FileProblemError("out_in_use")


def _lease(folder: OutFolder) -> Any:
    content = folder.read(LOCK_NAME)
    return None if content is None else json.loads(content)["owner"]
