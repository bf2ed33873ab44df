"""What an archive takes, by what a song was measured to take: core-hours, days, money, space."""

from dataclasses import dataclass

HOUR_S = 3600
DAY_H = 24
GIGABYTE = 1e9
# Own choice, to be replaced by one's own: a core of a general-purpose machine of a large cloud, in
# US dollars an hour, at the list price and as capacity that may be taken away.
LIST_PRICE = 0.05
SPOT_PRICE = 0.02
CORES = 100
ARCHIVES = (1_000_000, 100_000_000)
MOST_CORE_HOURS = 150  # that a million songs may take in fast mode


@dataclass(frozen=True)
class Cost:
    """What an archive of `n_songs` takes."""

    n_songs: int
    core_hours: float
    days: float  # on `CORES` cores
    list_usd: float
    spot_usd: float
    gigabytes: float  # of shards


def songs_to_cost(n_songs: int, core_s_a_song: float, bytes_a_row: float) -> Cost:
    """Multiply."""
    core_hours = n_songs * core_s_a_song / HOUR_S
    return Cost(
        n_songs=n_songs,
        core_hours=core_hours,
        days=core_hours / CORES / DAY_H,
        list_usd=core_hours * LIST_PRICE,
        spot_usd=core_hours * SPOT_PRICE,
        gigabytes=n_songs * bytes_a_row / GIGABYTE,
    )
