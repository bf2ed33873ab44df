"""Jobs → rows, by a Dask cluster: so many at a time as its workers can take.

A worker that ends takes along what it was hearing. Dask has that heard again elsewhere; what was
being heard whenever workers ended is heard once more in a process of its own, and what ends that
too is a row with the code `decoder_crashed`.
"""

import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from distributed import Client, Future, KilledWorker, as_completed
from distributed.client import FutureCancelledError

from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.bulk.apart import job_to_row_apart
from genre_cli.bulk.listening import Job, Terms, job_to_row, problem_to_row
from genre_cli.bulk.schema import Row
from genre_cli.telling.problems import error_to_body
from music_genre.audio.errors import DecoderCrashedError
from music_genre.webapi.problems import ApiError

AHEAD: Final = 2  # songs for each thread of a worker, so that none waits for the next
LEAST_AHEAD: Final = 4  # before there is a worker
RETRIES: Final = 1  # of what fails for another reason than the song
LOOK_EVERY_S: Final = 0.02
COUNT_EVERY_S: Final = 5.0
STOP_WITHIN_S: Final = 60.0  # what is not heard by then is heard another time


class Feeder:
    """Gives jobs to a cluster; `stop` makes `rows` end with what is being heard."""

    def __init__(self, client: Client, terms: Terms) -> None:
        self._client, self._terms = client, terms
        self._ready = as_completed(loop=client.loop, with_results=True, raise_errors=False)
        self._group = uuid.uuid4().hex  # a scheduler may serve several runs
        self._running: dict[Any, Job] = {}
        self._apart: set[Any] = set()
        self._stopped_at: float | None = None
        self.n_workers = 0
        self._most, self._counted_at = 0, float("-inf")

    @property
    def is_stopping(self) -> bool:
        """Tell whether `stop` was called."""
        return self._stopped_at is not None

    def stop(self) -> None:
        """Take no more jobs."""
        self._stopped_at = time.monotonic()

    def rows(self, jobs: Iterable[Job]) -> Iterator[Row | None]:
        """Hear songs, in the order in which they are ready; None whenever nothing is.

        Raises `NobodyAnswersError` where the scheduler is gone.
        """
        left = iter(jobs)
        while True:
            while not self.is_stopping and len(self._running) < self._ahead():
                job = next(left, None)
                if job is None:
                    break
                self._submit(job)
            if not self._running or self._is_over():
                return
            batch = self._ready.next_batch(block=False)
            for future, result in batch:
                if row := self._result_to_row(future, result):
                    yield row
            if not batch:
                yield None
                time.sleep(LOOK_EVERY_S)

    def _ahead(self) -> int:
        """Count the songs that the workers can take now; they come and go."""
        now = time.monotonic()
        if now - self._counted_at > COUNT_EVERY_S:
            threads = self._client.nthreads().values()
            self.n_workers = len(threads)
            self._most, self._counted_at = max(LEAST_AHEAD, AHEAD * sum(threads)), now
        return self._most

    def _is_over(self) -> bool:
        if self._client.status != "running":
            raise NobodyAnswersError("the scheduler is gone; the same command goes on from here")
        stopped_at = self._stopped_at
        return stopped_at is not None and time.monotonic() - stopped_at > STOP_WITHIN_S

    def _submit(self, job: Job, *, apart: bool = False) -> None:
        hear = job_to_row_apart if apart else job_to_row
        key = (f"{'apart' if apart else 'hear'}-{self._group}", job.row)
        future = self._client.submit(hear, job, self._terms, key=key, pure=False, retries=RETRIES)
        self._running[key] = job
        if apart:
            self._apart.add(key)
        self._ready.add(future)

    def _result_to_row(self, future: Future[Any], result: Any) -> Row | None:
        """Read a result; None where the song is heard once more."""
        key = future.key
        job, status = self._running.pop(key), future.status
        was_apart = key in self._apart
        self._apart.discard(key)
        future.release()
        if status == "finished" and result is not None:
            row: Row = result
            return row
        error = result[1] if status == "error" else None
        if status == "finished" or (was_apart and isinstance(error, KilledWorker)):
            return self._crashed(job)
        if isinstance(error, KilledWorker):
            attempts = job.attempts + error.allowed_failures + 1
            self._submit(replace(job, attempts=attempts), apart=True)
            return None
        if error is None or isinstance(error, FutureCancelledError):
            raise NobodyAnswersError("the scheduler has lost its songs; the same command goes on")
        body = error_to_body(ApiError("internal_error"), self._terms.language)
        body["detail"] = f"{type(error).__name__}: {error}"
        return problem_to_row(body, job, self._terms, job.attempts + RETRIES + 1)

    def _crashed(self, job: Job) -> Row:
        body = error_to_body(DecoderCrashedError(), self._terms.language)
        return problem_to_row(body, job, self._terms)
