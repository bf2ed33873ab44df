"""Processes that hear files, one for each core; what ends a process costs one file.

A process that dies takes the pool with it. Then those files that were being heard are heard again,
one at a time, and the one that does it again has `decoder_crashed` for its problem.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from genre_cli.answering.answers import Mode
from genre_cli.library.hearing import Heard, file_to_heard
from genre_cli.telling.problems import error_to_body
from music_genre.audio.errors import DecoderCrashedError
from music_genre.one_thread import use_one_thread
from music_genre.translations.catalogues import Language

AHEAD: Final = 2  # files given to each process, so that none waits for the next


@dataclass(frozen=True)
class Job:
    """A file to be heard, unless its content has one of these SHA-256."""

    path: Path
    known: frozenset[str] = frozenset()


class Hearers:
    """A pool of `n_processes`; `stop` makes `hear` end with what is being heard."""

    def __init__(self, n_processes: int, language: Language, mode: Mode = "full") -> None:
        self._n_processes, self._language, self.mode = n_processes, language, mode
        self.is_stopping = False
        self._not_ours = {*multiprocessing.active_children()}
        self._pool = self._new_pool()

    def stop(self) -> None:
        """Take no more files."""
        self.is_stopping = True

    def close(self) -> None:
        """End the processes; what they were hearing is lost."""
        for process in {*multiprocessing.active_children()} - self._not_ours:
            process.terminate()  # else it would hear its song to the end first
        end(self._pool)

    def hear(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Heard]]:
        """Hear files, in the order in which they are ready."""
        left = iter(jobs)
        running: dict[Future[Heard], Job] = {}
        while True:
            while not self.is_stopping and len(running) < AHEAD * self._n_processes:
                job = next(left, None)
                if job is None:
                    break
                running[self._submit(job)] = job
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            suspects = []
            for future in done:
                job = running.pop(future)
                try:
                    heard = future.result()
                except BrokenProcessPool:
                    suspects.append(job)
                else:
                    yield job, heard
            if suspects:
                suspects += running.values()
                running.clear()
                self._pool = self._instead()
                yield from self._alone(suspects)

    def _alone(self, suspects: Iterable[Job]) -> Iterator[tuple[Job, Heard]]:
        """Hear files of which one has ended a process, one at a time."""
        for job in suspects:
            try:
                yield job, self._submit(job).result()
            except BrokenProcessPool:
                self._pool = self._instead()
                problem = error_to_body(DecoderCrashedError(), self._language)
                yield job, Heard(None, problem=problem)

    def _submit(self, job: Job) -> Future[Heard]:
        how = self._language, self.mode
        try:
            return self._pool.submit(file_to_heard, job.path, job.known, *how)
        except BrokenProcessPool:  # between two files
            self._pool = self._instead()
            return self._pool.submit(file_to_heard, job.path, job.known, *how)

    def _instead(self) -> ProcessPoolExecutor:
        """Make a pool in the place of one that a process has taken with it."""
        end(self._pool)
        return self._new_pool()

    def _new_pool(self) -> ProcessPoolExecutor:
        use_one_thread()
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._n_processes, context, initializer=begin)


def end(pool: ProcessPoolExecutor) -> None:
    """End a pool, and wait for that: Python, ending meanwhile, may write into its closed pipe."""
    pool.shutdown(wait=True, cancel_futures=True)


def begin() -> None:
    """Leave Ctrl-C to who started this process, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def end_with_parent() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()
