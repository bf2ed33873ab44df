"""What was freed goes back to the system."""

import ctypes
import sys

import pytest

from tools.processes import ended_python

# Frees 200 MB that lie under something that is kept; prints what is resident [pages] around it.
MEASURED = """
import gc
from pathlib import Path
from music_genre.free_memory import {0}

def resident():
    return Path("/proc/self/statm").read_text().split()[1]

gc.disable()
pieces = [bytearray(100_000) for _ in range(2000)]
top = bytearray(100_000)
before = resident()
{1}
{0}()
print(before, resident())
"""
FREED = "del pieces"
IN_A_CIRCLE = "pieces.append(pieces); del pieces"


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_trim"),
    reason="only glibc gives memory back on demand: run it on Linux",
)
@pytest.mark.parametrize(
    ("function", "freed", "is_given"),
    [
        ("give_back", FREED, True),
        ("give_back", IN_A_CIRCLE, False),
        ("collect_and_give_back", IN_A_CIRCLE, True),
    ],
)
def test_memory_is_given_back(function: str, freed: str, is_given: bool) -> None:
    """Of 200 MB that were freed, most are the system's again; circles are collected if wanted."""
    ended = ended_python(["-c", MEASURED.format(function, freed)])

    assert "" == ended.stderr
    before, after = map(int, ended.stdout.split())
    assert is_given == (after < before / 2)
