"""`make bench`, its second half: from the start of the services to the tables.

These go to stdout, progress to stderr, everything to `build/load.json`.
"""

import argparse
import asyncio
import resource
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.crowd.clients import ask, file_to_request
from benchmarks.crowd.many import Crowd, crowd_at
from benchmarks.crowd.report import measured_to_report, report_to_misses
from benchmarks.crowd.slow import LOOKS_S, Slow, Target, hold
from benchmarks.processor import this_machine
from music_genre.audio.constants import SAMPLE_RATE_HZ
from tools.processes import Services, running_stack
from tools.signals import song, to_file
from training import tables
from training.bundle import write_json
from training.settings import REPORTS

JSON_PATH: Final = Path(__file__).parents[2] / "build" / "load.json"
ROUTES: Final = {
    "svm": "/v1/predict",
    "vgg19": "/v1/predict",
    "beat": "/analyze",
    "frontend": "/api/predict",
}
# Clients → how long they ask [s]; where many wait, their last answers come 8 s later.
LASTS_S: Final = {1: 3.0, 4: 4.0, 16: 6.0, 50: 8.0, 200: 10.0}
QUICK_LASTS_S: Final = {1: 1.0, 4: 1.0}
SONG_S: Final = 10.0
SILENT: Final = 200  # with half a head, and as many with half a body
QUICK_SILENT: Final = 2
QUICK_LOOKS_S: Final = 0.5
MOST_FILES: Final = 4096  # eight times 200 sockets, and others


async def measure(
    services: Services, lasts_s: Mapping[int, float], n_silent: int, looks_s: float
) -> tuple[list[Crowd], list[Slow]]:
    """Ask service by service, then hold connections to all of them at once."""
    content = to_file(song(SONG_S, SAMPLE_RATE_HZ))
    targets = [
        Target(service, getattr(services, service), file_to_request(path, content))
        for service, path in ROUTES.items()
    ]
    crowds = []
    for target in targets:
        await ask(target.url, target.request)
        for n, seconds in lasts_s.items():
            crowds.append(await crowd_at(target.service, target.url, target.request, n, seconds))
            print(f"{target.service}, {n} clients: {crowds[-1].figures()}", file=sys.stderr)
    return crowds, await hold(targets, n_silent, looks_s)


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the services, measure, stop them; 1 only when `--strict` finds a goal missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crowd", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few clients, for a moment")
    parser.add_argument("--strict", action="store_true", help="status 1 if a goal is missed")
    parser.add_argument("--keep", action="store_true", help="put the figures into the README")
    options = parser.parse_args(arguments)
    machine = this_machine()
    with tempfile.TemporaryDirectory() as logs, running_stack(Path(logs)) as services:
        allow_sockets()
        how = (
            (QUICK_LASTS_S, QUICK_SILENT, QUICK_LOOKS_S)
            if options.quick
            else (LASTS_S, SILENT, LOOKS_S)
        )
        crowds, slows = asyncio.run(measure(services, *how))
    report = measured_to_report(machine, SONG_S, crowds, slows)
    JSON_PATH.parent.mkdir(exist_ok=True)
    write_json(JSON_PATH, report)
    print(tables.report_to_crowds(report), tables.report_to_slow(report), sep="\n\n")
    misses = report_to_misses(report)
    print("\n" + "\n".join(misses or ["All goals are met."]))
    if options.keep:
        write_json(REPORTS / JSON_PATH.name, report)
        tables.main()
    return int(options.strict and bool(misses))


def allow_sockets() -> None:
    """Let this process, but not the services that it has started, open more files than usual."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, MOST_FILES)), hard))
