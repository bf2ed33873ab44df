"""`make capacity`: from the start of the services to the tables.

These go to stdout, progress to stderr; `ARGS=--write` puts them into docs/operations.md, which
wants a machine that does nothing else. `--seconds` is how long the clients of a measurement ask
about short songs; about long ones they ask for two and a half times as long.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.capacity.disk import Disk, measure_disk
from benchmarks.capacity.measuring import Cell, Heap, Songs, measure
from benchmarks.capacity.plan import CLIENTS, Ask, plan
from benchmarks.capacity.report import (
    cells_to_table,
    costs_to_table,
    disk_to_table,
    machines_to_table,
    memory_to_table,
    page_core_s,
)
from benchmarks.capacity.sizes import scale_to_core_s
from benchmarks.crowd.run import allow_sockets
from benchmarks.memory import Memory, pid_to_memory
from benchmarks.processes.together import running
from benchmarks.processor import machine_to_line, this_machine
from deploy.services import BEAT
from tools.processes import ROOT, RunningService
from training.markdown import write_tables

DOCUMENT: Final = ROOT / "docs" / "operations.md"
SCALE: Final = ROOT / "docs" / "scale.md"
SECONDS: Final = 6.0


@dataclass(frozen=True)
class Measured:
    """All that a run has found; `most_mb` is the memory under load, by service [MB]."""

    cells: Sequence[Cell]
    alone: Mapping[str, Memory]
    most_mb: Mapping[str, float]
    disk: Disk


async def measure_all(
    asks: Sequence[Ask], services: Mapping[str, RunningService]
) -> tuple[list[Cell], dict[str, Memory], dict[str, float]]:
    """Ask as planned; memory alone is that after each service's first answer."""
    songs, heap, cells = Songs(), Heap(services), []
    alone: dict[str, Memory] = {}
    for asked in asks:
        cells.append(await measure(asked, services, songs, heap))
        print(cells_to_table(cells[-1:]).splitlines()[-1], file=sys.stderr, flush=True)
        if not alone:  # the page has asked all of them by now
            alone = {name: pid_to_memory(one.process.pid) for name, one in services.items()}
    return cells, alone, heap.most_mb


def measure_services(asks: Sequence[Ask]) -> Measured:
    """Start the services with a catalogue of their own, measure, stop them."""
    with tempfile.TemporaryDirectory() as scratch, running(Path(scratch)) as services:
        allow_sockets()
        cells, alone, most_mb = asyncio.run(measure_all(asks, services))
        disk = measure_disk(services[BEAT.package].url, Path(scratch))
    return Measured(cells, alone, most_mb, disk)


def measured_to_tables(measured: Measured, bulk_core_s: Mapping[str, float]) -> dict[str, str]:
    """Make the tables by the names of their places in docs/operations.md."""
    short_s = page_core_s(measured.cells, is_long=False)
    long_s = page_core_s(measured.cells, is_long=True)
    return {
        "capacity-clients": cells_to_table(measured.cells),
        "capacity-memory": memory_to_table(measured.alone, measured.most_mb),
        "capacity-disk": disk_to_table(measured.disk),
        "capacity-machines": machines_to_table(short_s, long_s, sum(measured.most_mb.values())),
        "capacity-cost": costs_to_table(long_s, bulk_core_s),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where a request failed, which is neither answered nor refused."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.capacity", description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each measurement")
    parser.add_argument("--clients", type=int, nargs="+", default=CLIENTS, help="at once")
    parser.add_argument("--write", action="store_true", help="into docs/operations.md")
    options = parser.parse_args(arguments)
    bulk_core_s = scale_to_core_s(SCALE.read_text(encoding="utf-8"))
    machine, began = this_machine(), time.monotonic()
    measured = measure_services(list(plan(options.seconds, options.clients)))
    took_s = time.monotonic() - began
    tables = {
        "capacity-machine": f"{machine_to_line(machine)}; {options.seconds:g} s for each row, of "
        f"long songs more, {took_s / 60:.0f} minutes in all"
    }
    tables |= measured_to_tables(measured, bulk_core_s)
    print("\n\n".join(tables.values()))
    if options.write:
        write_tables(DOCUMENT, tables)
    n_failed = sum(cell.failed for cell in measured.cells)
    if n_failed:
        print(f"{n_failed} requests failed, which is neither an answer nor a refusal")
    return int(n_failed > 0)
