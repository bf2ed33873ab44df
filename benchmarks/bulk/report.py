"""Measurements → tables of Markdown, for a terminal and for docs/scale.md."""

from collections.abc import Mapping, Sequence
from statistics import median

from benchmarks.bulk.cost import ARCHIVES, CORES, MOST_CORE_HOURS, songs_to_cost
from benchmarks.bulk.runs import Measured

LEAST_EFFICIENCY = 0.95


def efficiency(few: Sequence[Measured], many: Sequence[Measured]) -> tuple[float, float]:
    """Compare runs with some workers to runs with more: in songs a second, and in CPU time.

    1 is where twice the workers hear twice as much, and where a song takes no more of a core.
    """
    rates = [median(one.songs_a_second / one.workers for one in runs) for runs in (few, many)]
    cores = [median(one.core_s_a_song for one in runs) for runs in (few, many)]
    return rates[1] / rates[0], cores[0] / cores[1]


def workers_to_table(runs: Mapping[int, Sequence[Measured]]) -> str:
    """Write rate and CPU time for each number of workers, and how well they add up."""
    lines = ["| workers | songs a second | core-seconds a song | efficiency | by CPU time |"]
    lines.append("|---|---|---|---|---|")
    few = runs[min(runs)]
    for workers, those in sorted(runs.items()):
        by_rate, by_cpu = efficiency(few, those)
        rate = median(one.songs_a_second for one in those)
        core_s = median(one.core_s_a_song for one in those)
        lines.append(f"| {workers} | {rate:.2f} | {core_s:.3f} | {by_rate:.0%} | {by_cpu:.0%} |")
    return "\n".join(lines)


def growth_to_table(runs: Sequence[Measured]) -> str:
    """Write what more songs take: as much each, and no more memory."""
    lines = ["| songs | core-seconds a song | all core-seconds | worker, early | late |"]
    lines.append("|---|---|---|---|---|")
    lines += [
        f"| {one.n_songs:,} | {one.core_s_a_song:.3f} | {one.all_core_s:.0f} "
        f"| {one.early_mb:.0f} MB | {one.late_mb:.0f} MB |"
        for one in runs
    ]
    return "\n".join(lines)


def costs_to_table(runs: Mapping[str, Measured]) -> str:
    """Write what archives of whole songs take, in each mode."""
    head = f"| mode | songs | core-seconds a song | core-hours | days on {CORES} cores |"
    lines = [f"{head} list price | spot price | shards |", "|---|---|---|---|---|---|---|---|"]
    for mode, one in runs.items():
        for n_songs in ARCHIVES:
            cost = songs_to_cost(n_songs, one.core_s_a_song, one.bytes_a_row)
            lines.append(
                f"| {mode} | {n_songs:,} | {one.core_s_a_song:.2f} | {cost.core_hours:,.0f} "
                f"| {cost.days:,.2f} | ${cost.list_usd:,.0f} | ${cost.spot_usd:,.0f} "
                f"| {cost.gigabytes:,.0f} GB |"
            )
    return "\n".join(lines)


def verdicts(
    workers: Mapping[int, Sequence[Measured]], costs: Mapping[str, Measured]
) -> dict[str, bool]:
    """Hold what was measured to what was promised."""
    found = {}
    if len(workers) > 1:
        by_rate, _ = efficiency(workers[min(workers)], workers[max(workers)])
        found[f"efficiency of {max(workers)} workers ≥ {LEAST_EFFICIENCY:.0%}"] = (
            by_rate >= LEAST_EFFICIENCY
        )
    if "fast" in costs:
        hours = songs_to_cost(1_000_000, costs["fast"].core_s_a_song, 0).core_hours
        found[f"a million songs, fast, ≤ {MOST_CORE_HOURS} core-hours"] = hours <= MOST_CORE_HOURS
    return found
