"""A run and a cluster; a stand-in hears."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from unit.genre_cli.bulk.test_schema import row

from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.bulk.feeding import Feeder
from genre_cli.bulk.hearing_run import hearing, run_to_shards
from genre_cli.bulk.listening import Job, Terms
from genre_cli.bulk.progress import Tally
from genre_cli.bulk.run import Run, Wish, opened
from genre_cli.bulk.schedulers import Places
from genre_cli.bulk.schema import Row
from genre_cli.telling.problems import FileProblemError

N_SONGS = 7


class Pretended:
    """Hears every song, the later ones first; breaks off after so many."""

    n_workers = 1

    def __init__(self, most: int = N_SONGS) -> None:
        self.heard: list[int] = []
        self._most = most

    def rows(self, jobs: Iterable[Job]) -> Iterator[Row | None]:
        """Hear songs."""
        for job in reversed(list(jobs)):
            if len(self.heard) == self._most:
                raise NobodyAnswersError("gone")
            yield None
            self.heard.append(job.row)
            yield row(job.row)


@pytest.fixture
def wish(tmp_path: Path) -> Wish:
    """Ask for some songs in shards of three."""
    (tmp_path / "list.txt").write_text("".join(f"/{n}.wav\n" for n in range(N_SONGS)))
    return Wish(str(tmp_path / "list.txt"), str(tmp_path / "out"), "full", "m", 3)


def hear(run: Run, most: int = N_SONGS) -> tuple[list[int], Tally]:
    """Hear a run; return what was heard and the counts."""
    feeder, tally = Pretended(most), Tally(N_SONGS, 0)
    try:
        run_to_shards(run, cast(Feeder, feeder), tally, lambda: None)
    except NobodyAnswersError:
        assert most < N_SONGS
    return feeder.heard, tally


def test_whatever_ends_it_the_next_goes_on(wish: Wish) -> None:
    """What was heard is not heard again, and in the end all is written."""
    with opened(wish) as run:
        first, _ = hear(run, most=4)
    with opened(wish) as run:
        second, tally = hear(run)
        assert N_SONGS == run.shards.n_written

    assert list(range(N_SONGS)) == sorted(first + second)
    assert (4, 3, N_SONGS) == (tally.n_before, tally.n_heard, tally.n_done)


def test_a_full_disk_ends_it(wish: Wish, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, and what was written before stays."""
    with opened(wish) as run:

        def full(*_: Any) -> None:
            raise FileProblemError("out_unwritable")

        hear(run, most=1)
        monkeypatch.setattr(run.shards.folder, "write", full)
        with pytest.raises(FileProblemError, match="out_unwritable"):
            hear(run)
    with opened(wish) as run:
        assert 3 == run.shards.count
        assert N_SONGS - 1 == len(list(run.jobs()))


def test_workers_with_other_models_are_nobody() -> None:
    """The command says so instead of hearing with them."""
    terms = Terms("en", "full", "1", "other")

    with (
        pytest.raises(NobodyAnswersError, match="not other"),
        hearing(replace(Places(), workers=1), terms),
    ):
        pass
