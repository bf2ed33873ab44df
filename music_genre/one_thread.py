"""Numerical libraries kept to one core, for processes that share a machine.

They read it when they are loaded, so this loads none of them.
"""

import os


def use_one_thread() -> None:
    """Let numerical libraries that are loaded from now on use one thread each."""
    for library in ("OMP", "OPENBLAS", "MKL", "NUMBA", "VECLIB_MAXIMUM"):
        os.environ[f"{library}_NUM_THREADS"] = "1"
