"""A run on a cluster: its jobs to the workers, their rows into shards, until all are written."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.bulk.feeding import Feeder
from genre_cli.bulk.listening import Terms
from genre_cli.bulk.progress import Tally
from genre_cli.bulk.run import Run
from genre_cli.bulk.schedulers import Places, connected
from genre_cli.bulk.worker import ModelsPlugin, OtherModelsError

KEPT_EVERY_S: Final = 60.0  # at most so much is heard again after the worst


@contextmanager
def hearing(places: Places, terms: Terms) -> Iterator[Feeder]:
    """Start or find workers that have the models. Raises as `connected`."""
    with connected(places) as client:
        try:
            client.register_plugin(ModelsPlugin(terms.models_version))
        except OtherModelsError as error:
            raise NobodyAnswersError(str(error)) from error
        yield Feeder(client, terms)


def run_to_shards(run: Run, feeder: Feeder, tally: Tally, tell: Callable[[], None]) -> None:
    """Hear what is missing and write it; what is heard of open shards is kept, however it ends.

    Raises `FileProblemError` where a shard cannot be written, and as `Feeder.rows`.
    """
    kept_at = time.monotonic()
    try:
        for row in feeder.rows(run.jobs()):
            if row is not None:
                tally.count(row)
                if run.shards.put(row):
                    run.shards.write_full()
            if time.monotonic() - kept_at > KEPT_EVERY_S:
                run.shards.keep_open()
                kept_at = time.monotonic()
            tally.n_before, tally.n_workers = run.n_before, feeder.n_workers
            tell()
    finally:
        run.shards.write_full()
        run.shards.keep_open()
