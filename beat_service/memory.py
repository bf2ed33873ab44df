"""After a long song: what it took goes back to the system.

The C library keeps what it has freed for the next request. Of songs of 15 minutes that is 250 MB,
which the next ones may not fit beside. After short ones it is worth keeping: the next is quicker.
"""

import ctypes
from typing import Final

LONG_S: Final = 120.0


def give_back_after(duration_s: float) -> bool:
    """Give free memory back after a song of so many seconds, if it was long; tell whether.

    Only glibc can; elsewhere nothing happens.
    """
    if duration_s < LONG_S:
        return False
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return bool(trim and trim(0))
