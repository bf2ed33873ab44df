"""What a long song took goes back to the system, what a short one took is kept."""

import ctypes
import sys

import pytest

from beat_service.memory import LONG_S, give_back_after
from tools.processes import ended_python

# Frees 200 MB that lie under something that is kept; prints what is resident [pages] around it.
MEASURED = """
from pathlib import Path
from beat_service.memory import LONG_S, give_back_after

def resident():
    return Path("/proc/self/statm").read_text().split()[1]

pieces = [bytearray(100_000) for _ in range(2000)]
top = bytearray(100_000)
before = resident()
del pieces
give_back_after(LONG_S)
print(before, resident())
"""


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_trim"),
    reason="only glibc gives memory back on demand: run it on Linux",
)
def test_memory_is_given_back() -> None:
    """Of 200 MB that were freed, most are the system's again."""
    ended = ended_python(["-c", MEASURED])

    assert "" == ended.stderr
    before, after = map(int, ended.stdout.split())
    assert after < before / 2


def test_short_songs_keep_it() -> None:
    """After what is under two minutes nothing is done."""
    assert not give_back_after(LONG_S - 0.1)
