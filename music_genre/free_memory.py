"""What this process has freed goes back to the system.

The C library keeps it for the next time; after much at once, that is for whoever else needs it.
"""

import ctypes
import gc


def give_back() -> bool:
    """Give the system all free memory, which takes a hundredth of a second; tell whether some was.

    Only glibc can; elsewhere nothing happens.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return bool(trim and trim(0))


def collect_and_give_back() -> bool:
    """Give it back with what only Python's collector frees, which holds all threads up meanwhile.

    Connections that have ended are such: they and their requests know each other. Of 3,000 the
    collection takes 0.14 s.
    """
    gc.collect()
    return give_back()
