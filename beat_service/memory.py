"""After a long song: what it took goes back to the system.

The C library keeps what it has freed for the next request. Of songs of 15 minutes that is 250 MB,
which the next ones may not fit beside. After short ones it is worth keeping: the next is quicker.
"""

from typing import Final

from music_genre.free_memory import give_back

LONG_S: Final = 120.0


def give_back_after(duration_s: float) -> bool:
    """Give free memory back after a song of so many seconds, if it was long; tell whether."""
    return duration_s >= LONG_S and give_back()
