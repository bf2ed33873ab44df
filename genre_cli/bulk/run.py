"""A run: a manifest, a folder, and what has been written there by this command before.

`_bulk/run.json` says of which manifest, models and mode a folder is. A call with others is refused:
its rows would stand beside rows that they cannot be compared with.
"""

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Final

from genre_cli.answering.answers import Mode
from genre_cli.bulk.folder import OutFolder
from genre_cli.bulk.listening import Job
from genre_cli.bulk.lock import locked
from genre_cli.bulk.manifest import (
    SongList,
    is_pattern,
    manifest_to_fingerprint,
    manifest_to_urls,
    url_to_place,
    urls_to_list,
)
from genre_cli.bulk.shards import NOTES, Shards
from genre_cli.telling.problems import FileProblemError

FACTS_NAME: Final = f"{NOTES}/run.json"
SHARD_ROWS: Final = 1000


@dataclass(frozen=True)
class Wish:
    """What a call asks for; `shard_rows` None is what the run has, or `SHARD_ROWS`."""

    manifest: str
    out: str
    mode: Mode
    models_version: str
    shard_rows: int | None = None


@dataclass(frozen=True)
class RunFacts:
    """What a folder is of."""

    manifest: str
    fingerprint: str
    n_rows: int
    shard_rows: int
    mode: Mode
    models_version: str


class Run:
    """A run that may go on: what is missing, as jobs, and where rows go."""

    def __init__(self, folder: OutFolder, facts: RunFacts, songs: SongList) -> None:
        self.facts, self._songs = facts, songs
        self.shards = Shards(folder, facts.n_rows, facts.shard_rows)
        self.n_before = self.shards.n_written  # rows that earlier calls have heard

    def jobs(self) -> Iterator[Job]:
        """List what is not heard yet, shard by shard."""
        for number in [*self.shards.missing()]:
            known = self.shards.begin(number)
            self.n_before += len(known)
            rows = self.shards.rows_of(number)
            for row, url in zip(rows, self._songs.shard_to_urls(number), strict=True):
                if row not in known:
                    yield Job(row, url, url_to_place(url))


@contextmanager
def opened(wish: Wish) -> Iterator[Run]:
    """Begin a run, or go on with the one that is there.

    Raises `FileProblemError`.
    """
    folder = OutFolder(wish.out)
    with locked(folder):
        facts = begun(wish, folder)
        songs = SongList(folder)
        try:
            yield Run(folder, facts, songs)
        finally:
            songs.close()


def begun(wish: Wish, folder: OutFolder) -> RunFacts:
    """Read what the folder is of, or make it one of this manifest. Raises `FileProblemError`."""
    content = folder.read(FACTS_NAME)
    if content is not None:
        try:
            facts = RunFacts(**json.loads(content))
        except (ValueError, TypeError) as error:  # damaged, or of another release
            raise FileProblemError("run_differs", FACTS_NAME) from error
        check(wish, facts)
        return facts
    shard_rows = wish.shard_rows or SHARD_ROWS
    if Shards(folder, 0, shard_rows).written:  # files of somebody else
        raise FileProblemError("run_differs")
    urls = manifest_to_urls(wish.manifest)
    first = next(urls, None)
    if first is None:
        raise FileProblemError("manifest_empty")
    n_rows, fingerprint = urls_to_list(itertools.chain([first], urls), shard_rows, folder)
    facts = RunFacts(wish.manifest, fingerprint, n_rows, shard_rows, wish.mode, wish.models_version)
    folder.write(FACTS_NAME, json.dumps(asdict(facts), indent=1).encode())
    return facts


def check(wish: Wish, facts: RunFacts) -> None:
    """Hold a call to the run that it goes on with. Raises `FileProblemError`."""
    if (wish.mode, wish.models_version) != (facts.mode, facts.models_version):
        raise FileProblemError("run_differs")
    if wish.shard_rows not in {None, facts.shard_rows}:
        raise FileProblemError("run_differs")
    if is_pattern(wish.manifest):  # what it finds by now does not count
        same = wish.manifest == facts.manifest
    else:
        same = manifest_to_fingerprint(wish.manifest) == facts.fingerprint
    if not same:
        raise FileProblemError("manifest_changed")
