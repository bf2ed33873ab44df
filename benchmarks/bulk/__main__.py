"""`make bench-bulk`: rate, workers, growth, memory and cost of `genre bulk`.

Each part can be made smaller: `ARGS="--songs 100 1000 --rounds 1"`; `--write` puts the tables into
docs/scale.md, which wants a machine that does nothing else.
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks.bulk.report import (
    costs_to_table,
    growth_to_table,
    verdicts,
    workers_to_table,
)
from benchmarks.bulk.runs import Measured, make_songs, run
from benchmarks.processor import machine_to_line, this_machine
from tools.processes import ROOT
from training.markdown import write_tables

DOC = ROOT / "docs" / "scale.md"


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--songs", type=int, nargs="*", default=[100, 1000, 10_000])
    parser.add_argument("--seconds", type=float, default=1.0, help="of a song, but for the cost")
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--worker-songs", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--whole-seconds", type=float, default=240.0)
    parser.add_argument("--whole-songs", type=int, default=40)
    parser.add_argument("--modes", nargs="*", default=["full", "fast"])
    parser.add_argument("--write", action="store_true", help="into docs/scale.md")
    return parser.parse_args()


def main() -> None:
    """Measure, and print the tables."""
    asked, machine = arguments(), this_machine()
    most = max(asked.workers)
    tables: dict[str, str] = {}
    workers: dict[int, list[Measured]] = {n: [] for n in asked.workers}
    costs: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        short = make_songs(folder / "short", asked.seconds)
        # In turn, so that what else the machine does falls on all alike.
        for turn in range(asked.rounds):
            for n in asked.workers:
                place = folder / f"workers-{n}-{turn}"
                workers[n].append(run(short, asked.worker_songs, n, place))
        tables["bulk-workers"] = workers_to_table(workers)
        grown = [run(short, n, most, folder / f"songs-{n}") for n in asked.songs]
        tables["bulk-growth"] = growth_to_table(grown)
        whole = make_songs(folder / "whole", asked.whole_seconds)
        for mode in asked.modes:
            options = ("--mode", mode)
            costs[mode] = run(whole, asked.whole_songs, most, folder / f"whole-{mode}", *options)
        tables["bulk-cost"] = costs_to_table(costs)
    tables["bulk-machine"] = machine_to_line(machine)
    for table in tables.values():
        print(f"\n{table}")
    for what, is_kept in verdicts(workers, costs).items():
        print(f"{'kept' if is_kept else 'MISSED'}: {what}")
    if asked.write:
        write_tables(DOC, tables)


if __name__ == "__main__":
    main()
