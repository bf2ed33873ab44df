"""Processes that share a machine."""

import subprocess
import sys

from tools.processes import ROOT

SAYS = """
import os, sys
from genre_cli.one_thread import use_one_thread
print("numpy" in sys.modules)
use_one_thread()
print(os.environ["OMP_NUM_THREADS"], os.environ["NUMBA_NUM_THREADS"])
"""


def test_it_comes_before_what_it_is_for() -> None:
    """No numerical library is loaded by it; what is loaded then uses one core."""
    said = subprocess.run([sys.executable, "-c", SAYS], cwd=ROOT, capture_output=True, check=True)

    assert ["False", "1", "1"] == said.stdout.decode().split()
