"""Measurements → tables of Markdown, for a terminal and for docs/operations.md."""

from collections.abc import Mapping, Sequence

from benchmarks.bulk.cost import CORES, songs_to_cost
from benchmarks.capacity.disk import LOOP_S, SONG_S, Disk
from benchmarks.capacity.measuring import Cell
from benchmarks.capacity.plan import PAGE
from benchmarks.capacity.sizes import MACHINES, WITHIN_S, cores_to_machine
from benchmarks.memory import MEGABYTE, Memory
from training.markdown import rows_to_markdown

MILLION = 1_000_000
KILOBYTE = 1000.0
LITTLE_CLIENTS = 10  # so many at most are few refusals, whose work would count as that of songs


def cells_to_table(cells: Sequence[Cell]) -> str:
    """Write a row for each measurement; `failed` is what must be 0."""
    header = (
        *("route", "song", "clients", "songs a second", "p50", "p95", "p99"),
        *("answered", "in part", "refused", "failed", "core-seconds a song"),
    )
    return rows_to_markdown(header, [_cell_to_row(cell) for cell in cells])


def _cell_to_row(cell: Cell) -> tuple[str, ...]:
    took = [f"{seconds:.1f} s" for seconds in cell.took_s] if cell.took_s else ["–"] * 3
    core_s = cell.core_s_a_song
    return (
        f"`{cell.ask.package}{cell.ask.path}`",
        cell.ask.song.title,
        f"{cell.ask.n_clients:,}",
        f"{cell.songs_a_second:.2f}",
        *took,
        *(f"{n:,}" for n in (cell.answered, cell.partial, cell.refused, cell.failed)),
        "–" if core_s is None else f"{core_s:.2f}",
    )


def memory_to_table(alone: Mapping[str, Memory], most_mb: Mapping[str, float]) -> str:
    """Write what each service has after its first answer, and the most while it was asked."""
    rows = [
        (f"`{package}`", f"{memory.alone_mb:.0f} MB", _mb(memory.pss_mb), _mb(most_mb[package]))
        for package, memory in alone.items()
    ]
    shares_mb = [memory.pss_mb for memory in alone.values() if memory.pss_mb is not None]
    together = (
        "together",
        f"{sum(memory.alone_mb for memory in alone.values()):.0f} MB",
        _mb(sum(shares_mb) if shares_mb else None),
        _mb(sum(most_mb.values())),
    )
    header = ("service", "in a container of its own", "beside the others", "most under load")
    return rows_to_markdown(header, [*rows, together])


def disk_to_table(disk: Disk) -> str:
    """Write what a beat and a song take, and a thousand of them."""
    rows = [
        _disk_row(f"a beat, recorded loop of {LOOP_S:.0f} s", disk.beat_bytes, disk.loop_bytes),
        _disk_row(f"a song of {SONG_S:.0f} s in a library", disk.song_bytes, None),
    ]
    return rows_to_markdown(("what", "on disk", "its file", "10,000 of them"), rows)


def _disk_row(what: str, n_bytes: float, file_bytes: float | None) -> tuple[str, ...]:
    its_file = "stays where it is" if file_bytes is None else f"{file_bytes / KILOBYTE:.0f} kB"
    return what, f"{n_bytes / KILOBYTE:.0f} kB", its_file, f"{10_000 * n_bytes / MEGABYTE:.0f} MB"


def page_core_s(cells: Sequence[Cell], *, is_long: bool) -> float:
    """Return what a song takes of a core on the page [s], by few clients.

    Where several numbers of clients are few, the larger one counts: cores that are shared take
    longer. Raises `ValueError` where nobody got a whole answer.
    """
    found = [
        core_s
        for cell in cells
        if (cell.ask.package, cell.ask.path) == PAGE and cell.ask.song.is_long == is_long
        if cell.ask.n_clients <= LITTLE_CLIENTS
        if (core_s := cell.core_s_a_song) is not None
    ]
    if not found:
        raise ValueError("no few clients had whole answers, so what a song takes is not known")
    return max(found)


def machines_to_table(short_core_s: float, long_core_s: float, set_mb: float) -> str:
    """Write what machines hold, of short songs and of long ones."""
    rows = []
    for cores in (1, *MACHINES):
        short = cores_to_machine(cores, short_core_s, set_mb)
        long = cores_to_machine(cores, long_core_s, set_mb)
        rows.append(
            (
                f"{cores}",
                *(f"{one.songs_an_hour:,.0f}" for one in (short, long)),
                *(f"{one.people:,}" for one in (short, long)),
                *(f"{one.at_once:,}" for one in (short, long)),
                f"{long.sets}",
                f"{long.memory_gb:.1f} GB",
            )
        )
    header = (
        *("cores", "songs of 10 s an hour", "of 4 min", "people, 10 s", "people, 4 min"),
        *(f"at once within {WITHIN_S:.0f} s, 10 s", "4 min", "sets", "memory"),
    )
    return rows_to_markdown(header, rows)


def costs_to_table(long_core_s: float, bulk_core_s: Mapping[str, float]) -> str:
    """Write what a million songs of four minutes take, by the services and by `genre bulk`."""
    ways = {"services, `/api/predict`": long_core_s}
    ways |= {f"`genre bulk --mode {mode}`": core_s for mode, core_s in bulk_core_s.items()}
    rows = []
    for way, core_s in ways.items():
        cost = songs_to_cost(MILLION, core_s, 0)
        rows.append(
            (
                way,
                f"{core_s:.2f}",
                f"{cost.core_hours:,.0f}",
                f"{cost.days:.2f}",
                f"${cost.list_usd:,.0f}",
                f"${cost.spot_usd:,.0f}",
            )
        )
    header = ("way", "core-seconds a song", "core-hours", f"days on {CORES} cores")
    return rows_to_markdown((*header, "list price", "spot price"), rows)


def _mb(megabytes: float | None) -> str:
    return "–" if megabytes is None else f"{megabytes:.0f} MB"
