"""`python -m benchmarks.soak MINUTES`: all services under mixed traffic, and whether they grow.

Each service's memory, threads and open files are read every few seconds, its decoders' with them.
Its memory is what no file stands behind: of libraries that services share, how much counts for one
changes with what else runs. What the first quarter of the time takes is warming up; the last
quarter is held against the second.
"""

import argparse
import contextlib
import itertools
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil
import requests

from benchmarks.memory import pid_to_anonymous_bytes
from benchmarks.processes.together import running
from benchmarks.processor import this_processor
from tools.page_examples import TARGET
from tools.processes import RunningService

EVERY_S: Final = 5.0
TELL_EVERY_S: Final = 60.0
CLIENTS: Final = 4
PATIENCE_S: Final = 120
MOST_GROWTH: Final = 0.05
MIB: Final = 2**20
FRONTEND: Final = "frontend"
LOST: Final = 0
REFUSED: Final = b"This is no song. " * 100
# Which service is asked, and where.
ROUTES: Final = (
    (FRONTEND, "api/predict"),
    ("beat_service", "recommend"),
    (FRONTEND, "api/spectrogram"),
    ("beat_service", "analyze"),
    (FRONTEND, "api/explain"),
    ("svm_service", "v1/predict"),
    ("vgg19_service", "v1/predict"),
)


@dataclass(frozen=True)
class Sample:
    """What a service and its children hold at one moment."""

    memory_bytes: int
    threads: int
    files: int


def main() -> int:
    """Run it, print the table, and end with 1 where something has grown or an answer was lost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("minutes", type=float, nargs="?", default=10)
    duration_s = parser.parse_args().minutes * 60
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as services:
        statuses, samples = soak(services, duration_s)
    print(f"{duration_s / 60:g} minutes, {CLIENTS} clients, {this_processor()}")
    print("answers: " + statuses_to_words(statuses))
    print("| service | memory [MiB] | threads | open files |\n|---|---|---|---|")
    growths = [print_row(service, own) for service, own in samples.items()]
    return int(max(growths) > MOST_GROWTH or LOST in statuses)


def soak(
    services: dict[str, RunningService], duration_s: float
) -> tuple[Counter[int], dict[str, list[Sample]]]:
    """Keep traffic up for a while; return how often each status came, and what was sampled.

    `LOST` is the status of what got no answer; the first of it ends the soak.
    """
    statuses: Counter[int] = Counter()
    samples: dict[str, list[Sample]] = {package: [] for package in services}
    songs = itertools.cycle(
        [*(path.read_bytes() for path in sorted(TARGET.glob("*.mp3"))), REFUSED]
    )
    routes = itertools.cycle(ROUTES)
    lock, over = threading.Lock(), threading.Event()

    def ask() -> None:
        while not over.is_set():
            with lock:
                (package, route), song = next(routes), next(songs)
            url = f"{services[package].url}/{route}"
            try:
                status = requests.post(url, files={"file": song}, timeout=PATIENCE_S).status_code
            except requests.RequestException as error:
                print(f"{route}: {error}")
                status = LOST
                over.set()
            with lock:
                statuses[status] += 1

    threads = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    began = told = time.monotonic()
    while time.monotonic() - began < duration_s and not over.wait(EVERY_S):
        for package, service in services.items():
            samples[package].append(pid_to_sample(service.process.pid))
        if time.monotonic() - told > TELL_EVERY_S:
            told = time.monotonic()
            minutes = f"{(told - began) / 60:.0f} of {duration_s / 60:g} min"
            print(f"{minutes}: {statuses_to_words(statuses)}", flush=True)
    over.set()
    for thread in threads:
        thread.join()
    return statuses, samples


def statuses_to_words(statuses: Counter[int]) -> str:
    """Say how often each status came."""
    names = {LOST: "lost"}
    return ", ".join(f"{n} × {names.get(status, status)}" for status, n in sorted(statuses.items()))


def pid_to_sample(pid: int) -> Sample:
    """Read what a process and its children hold; a child may end meanwhile."""
    process = psutil.Process(pid)
    held = [one_to_sample(process)]
    for child in process.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess, OSError):
            held.append(one_to_sample(child))
    return Sample(
        sum(one.memory_bytes for one in held),
        sum(one.threads for one in held),
        sum(one.files for one in held),
    )


def one_to_sample(process: psutil.Process) -> Sample:
    """Read what one process holds."""
    memory_bytes = pid_to_anonymous_bytes(process.pid)
    return Sample(memory_bytes, process.num_threads(), process.num_fds())


def print_row(service: str, samples: list[Sample]) -> float:
    """Print what a service held early and late; return the largest growth, as a share."""
    quarter = len(samples) // 4
    cells, growths = [], []
    for name, unit in (("memory_bytes", MIB), ("threads", 1), ("files", 1)):
        held = [getattr(sample, name) / unit for sample in samples]
        early = statistics.median(held[quarter : 2 * quarter])
        late = statistics.median(held[-quarter:])
        cells.append(f"{early:.0f} → {late:.0f}")
        growths.append(late / early - 1)
    print(f"| {service} | {' | '.join(cells)} |")
    return float(max(growths))


if __name__ == "__main__":
    sys.exit(main())
