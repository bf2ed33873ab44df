"""More clients than anybody expects, each with a whole song: what the front end holds of them."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from live.faults.forms import IS_LONG

from benchmarks.capacity.measuring import WELL_MADE, Songs
from benchmarks.capacity.plan import LONG, PAGE, SHORT, Ask
from benchmarks.crowd.many import Crowd, crowd_at
from benchmarks.crowd.run import allow_sockets
from benchmarks.memory import pid_to_anonymous_bytes
from benchmarks.processes import together

Record = Callable[[str, object], None]
MIB = 2**20
LIMIT_BYTES = 1024 * MIB  # of its container
CALM_BYTES = 256 * MIB  # when they have gone
SONG, N_CLIENTS, LASTS_S = (LONG, 3000, 8.0) if IS_LONG else (SHORT, 50, 0.5)
LOOK_EVERY_S = 0.1
CALM_WITHIN_S = 30.0


@contextmanager
def watched(pid: int) -> Iterator[list[int]]:
    """Look again and again at the memory of a process [bytes]."""
    looks, is_over = [pid_to_anonymous_bytes(pid)], threading.Event()

    def watch() -> None:
        while not is_over.wait(LOOK_EVERY_S):
            looks.append(pid_to_anonymous_bytes(pid))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield looks
    finally:
        is_over.set()
        watching.join()


def test_front_end_of_a_crowd(tmp_path: Path, record_property: Record) -> None:
    """It stays within its container's memory, gives that back, and answers or refuses everybody."""
    allow_sockets()
    asked = Ask(*PAGE, SONG, N_CLIENTS, LASTS_S)
    request = Songs().request(asked)
    with together.running(tmp_path) as services:
        front = services[asked.package]

        async def measure() -> Crowd:
            return await crowd_at(
                asked.package, front.url, request, N_CLIENTS, LASTS_S, patience=WELL_MADE
            )

        with watched(front.process.pid) as looks:
            figures = asyncio.run(measure()).figures()
            went = time.monotonic()
            while looks[-1] > CALM_BYTES and time.monotonic() < went + CALM_WITHIN_S:
                time.sleep(LOOK_EVERY_S)

    found = (
        f"{max(looks) // MIB} MiB at most, {looks[-1] // MIB} MiB after; {figures['answered']} "
        f"answered, {figures['refused']} refused, {figures['lost']} lost"
    )
    what = f"{N_CLIENTS:,} clients send the page a song at once ({SONG.title})"
    right = f"{LIMIT_BYTES // MIB} MiB, {CALM_BYTES // MIB} MiB; 0 lost"
    record_property("fault", (what, found, right))
    assert max(looks) < LIMIT_BYTES
    assert looks[-1] < CALM_BYTES
    assert 0 == figures["lost"] + figures["others"]
    assert figures["answered"] > 0
