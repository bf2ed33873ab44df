"""CPU time of a service: its own process, those that decode for it, and those that have ended.

It tells what a song takes on a machine that does other things too, where seconds by the clock tell
how busy the others are.
"""

import contextlib

import psutil


def one_to_cpu_s(process: psutil.Process) -> float:
    """Read the CPU time of a process and of the children that it has waited for [s]."""
    times = process.cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)


def pid_to_cpu_s(pid: int) -> float:
    """Add up the CPU time of a process and all that it has started [s]; a child may end meanwhile.

    What has ended and was not waited for is not in it for a moment, so the sum of a later moment
    may be smaller.
    """
    process = psutil.Process(pid)
    total_s = one_to_cpu_s(process)
    for child in process.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            total_s += one_to_cpu_s(child)
    return total_s
