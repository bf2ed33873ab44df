"""Arithmetic: what a core and a machine hold, by what a song was measured to take of a core.

None of this is measured. It holds where work spreads over all cores, which the services' own
threads and replicas do.
"""

import re
from dataclasses import dataclass
from typing import Final

MACHINES: Final = (2, 4, 8, 16)  # [cores]
BUSY_SHARE: Final = 0.7  # of a machine's time; the rest is for what comes all at once
MINUTE_S: Final = 60.0
HOUR_S: Final = 3600.0
WITHIN_S: Final = 10.0  # in which what is accepted is to be answered
# A genre service answers four songs at once (`THREADS`), so one set keeps about four cores busy.
CORES_A_SET: Final = 4
MODES: Final = ("full", "fast")


@dataclass(frozen=True)
class Machine:
    """What a machine holds.

    `people` ask for a song a minute each; `at_once` clients ask in the same moment and have their
    answers within `WITHIN_S`; `sets` of all services need `memory_gb`.
    """

    cores: int
    songs_an_hour: float
    people: int
    at_once: int
    sets: int
    memory_gb: float


def cores_to_machine(cores: int, core_s_a_song: float, set_mb: float) -> Machine:
    """Work out what so many cores hold, where a set of all services needs `set_mb`."""
    songs_a_second = cores * BUSY_SHARE / core_s_a_song
    sets = -(-cores // CORES_A_SET)
    return Machine(
        cores=cores,
        songs_an_hour=songs_a_second * HOUR_S,
        people=int(songs_a_second * MINUTE_S),
        at_once=int(cores * WITHIN_S / core_s_a_song),
        sets=sets,
        memory_gb=sets * set_mb / 1000,
    )


def scale_to_core_s(text: str) -> dict[str, float]:
    """Read what a song takes with `genre bulk` in docs/scale.md [s], by mode.

    Raises `ValueError` where the document does not say so.
    """
    found = dict(re.findall(r"^\| (\w+) \| 1,000,000 \| ([\d.]+) \|", text, re.MULTILINE))
    if missing := [mode for mode in MODES if mode not in found]:
        raise ValueError(f"no core-seconds a song of {', '.join(missing)} in docs/scale.md")
    return {mode: float(found[mode]) for mode in MODES}
