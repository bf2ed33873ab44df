"""Processes that share a machine."""

import subprocess
import sys

from tools.processes import ROOT, clean_environment

SAYS = """
import os, sys
from music_genre.one_thread import use_one_thread
print("numpy" in sys.modules)
use_one_thread()
print(os.environ["OMP_NUM_THREADS"], os.environ["NUMBA_NUM_THREADS"])
"""


def test_it_comes_before_what_it_is_for() -> None:
    """No numerical library is loaded by it; what is loaded then uses one core."""
    said = subprocess.run([sys.executable, "-c", SAYS], cwd=ROOT, capture_output=True, check=True)

    assert ["False", "1", "1"] == said.stdout.decode().split()


PREFERS = """
import os, sys
from music_genre.one_thread import prefer_one_thread
prefer_one_thread()
print("numpy" in sys.modules, os.environ["OMP_NUM_THREADS"], os.environ["OPENBLAS_NUM_THREADS"])
"""


def test_what_somebody_has_said_counts() -> None:
    """A number that is set stays, the other is one."""
    said = subprocess.run(
        [sys.executable, "-c", PREFERS],
        cwd=ROOT,
        env=clean_environment(OMP_NUM_THREADS="3"),
        capture_output=True,
        check=True,
    )

    assert ["False", "3", "1"] == said.stdout.decode().split()
