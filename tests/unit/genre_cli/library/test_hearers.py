"""Processes that hear files."""

import multiprocessing
import os
import shutil
import signal
import threading
from concurrent.futures.process import _ExecutorManagerThread
from pathlib import Path

import psutil

from genre_cli.library.hearers import Hearers, Job
from tools.processes import ROOT

EXAMPLES = sorted((ROOT / "frontend" / "static" / "examples").glob("*.mp3"))


def test_a_process_that_dies_costs_nothing(tmp_path: Path) -> None:
    """Each file is heard exactly once, also when a process is killed in the middle."""
    jobs = [Job(Path(shutil.copy(file, tmp_path))) for file in EXAMPLES]
    hearers = Hearers(1, "en")
    try:
        heard = hearers.hear(jobs)
        results = [next(heard)]
        children = psutil.Process().children()
        workers = [one for one in children if "spawn_main" in " ".join(one.cmdline())]
        os.kill(workers[0].pid, signal.SIGKILL)
        results += heard
    finally:
        hearers.close()

    assert {job.path for job in jobs} == {job.path for job, _ in results}
    assert len(jobs) == len(results)
    assert all(one.prediction for _, one in results)


def test_closing_ends_what_is_being_heard(tmp_path: Path) -> None:
    """A second Ctrl-C is not kept waiting by a long song."""
    reads_for_ever = tmp_path / "a.mp3"
    os.mkfifo(reads_for_ever)
    hearers = Hearers(1, "en")
    heard = hearers.hear([Job(EXAMPLES[0]), Job(reads_for_ever)])
    next(heard)
    before = multiprocessing.active_children()

    hearers.close()

    for process in before:
        process.join()
    assert before


def test_stopping_keeps_what_is_begun(tmp_path: Path) -> None:
    """After `stop` no new file is taken, and those that were taken are told."""
    jobs = (Job(Path(shutil.copy(EXAMPLES[0], tmp_path / f"{n}.mp3"))) for n in range(50))
    hearers = Hearers(1, "en")
    try:
        heard = hearers.hear(jobs)
        results = [next(heard)]
        hearers.stop()
        results += heard
    finally:
        hearers.close()

    assert len(results) <= 4
    assert all(one.prediction for _, one in results)


def test_nothing_of_a_pool_is_left_when_it_is_closed(tmp_path: Path) -> None:
    """Not of one that died either: Python, ending, would write into the pipe of its thread."""
    hearers = Hearers(1, "en")
    try:
        heard = hearers.hear([Job(tmp_path / "none.mp3"), Job(tmp_path / "none.mp3")])
        next(heard)
        os.kill(next(iter(multiprocessing.active_children())).pid or 0, signal.SIGKILL)
        assert [] == [one for _, one in heard if one.problem is None]
    finally:
        hearers.close()

    assert [] == [one for one in threading.enumerate() if isinstance(one, _ExecutorManagerThread)]
