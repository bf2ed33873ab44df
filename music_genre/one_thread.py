"""Numerical libraries kept to one core, where more threads than one would only fight for it.

They read it when they are loaded, so this loads none of them, and comes before whatever does.
"""

import os


def use_one_thread() -> None:
    """Let numerical libraries use one thread each, in a process that shares a machine with more."""
    for library in ("OMP", "OPENBLAS", "MKL", "NUMBA", "VECLIB_MAXIMUM"):
        os.environ[f"{library}_NUM_THREADS"] = "1"


def prefer_one_thread() -> None:
    """Let what analyses songs use one thread, unless somebody has said otherwise."""
    for library in ("OMP", "OPENBLAS"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
