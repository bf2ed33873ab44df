"""`make bench`: the services against their budgets and against the report's pipeline.

Every ratio is taken within this run, in interleaved rounds, so that it means something on a busy
machine too. The table goes to stdout, progress to stderr, everything to `build/bench.json`.
"""

import argparse
import dataclasses
import json
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.budgets import WITH_VNNI, WITHOUT_VNNI, Row
from benchmarks.load import measure_load
from benchmarks.plan import FULL, QUICK, Plan
from benchmarks.processor import has_fast_8_bits, this_machine
from benchmarks.report_svm import save_random_svm
from benchmarks.rows import measured_to_rows, stages_to_rows
from benchmarks.stages import Stage, measure_stages
from benchmarks.starts import measure_starts
from benchmarks.table import rows_to_table, stages_to_table
from music_genre.audio.constants import SAMPLE_RATE_HZ, WINDOW_S
from tools.signals import song, to_file

JSON_PATH: Final = Path(__file__).parent.parent / "build" / "bench.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write; 1 only when `--strict` finds something over its budget."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.services", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one of each, without the report's")
    parser.add_argument("--strict", action="store_true", help="status 1 if something is over")
    parser.add_argument("--json", type=Path, default=JSON_PATH, help="where the figures go")
    options = parser.parse_args(arguments)
    machine = this_machine()
    rows, stages = measure(QUICK if options.quick else FULL)
    print(", ".join(f"{name} {value}" for name, value in machine.items()))
    print(f"\n{rows_to_table(rows)}\n\n{stages_to_table(stages)}")
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(figures_to_json(machine, rows, stages))
    return int(options.strict and any(row.verdict == "OVER" for row in rows))


def measure(plan: Plan) -> tuple[list[Row], list[Stage]]:
    """Start everything, ask it, stop it; then the stages, with the machine to themselves."""
    wav = to_file(song(WINDOW_S, SAMPLE_RATE_HZ))
    if plan.against_report:
        save_random_svm()
    with tempfile.TemporaryDirectory() as logs:
        starts = measure_starts(plan, wav, Path(logs))
        load = measure_load(plan, wav, Path(logs))
    stages = measure_stages(wav, plan.stage_rounds, plan.dropped)
    budgets = WITH_VNNI if has_fast_8_bits() else WITHOUT_VNNI
    rows = [*measured_to_rows(starts, load, budgets), *stages_to_rows(stages)]
    return rows, stages


def figures_to_json(machine: dict[str, Any], rows: Sequence[Row], stages: Sequence[Stage]) -> str:
    """Collect everything of both tables, for programs."""
    return json.dumps(
        {
            "machine": machine,
            "rows": [dataclasses.asdict(row) | {"verdict": row.verdict} for row in rows],
            "stages": [dataclasses.asdict(stage) for stage in stages],
        },
        indent=1,
        ensure_ascii=False,
    )


if __name__ == "__main__":
    # A terminated run ends its services too, by the same way as one that failed.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    sys.exit(main())
