"""A run and what is there of it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from unit.genre_cli.bulk.test_schema import row

from genre_cli.bulk.run import FACTS_NAME, Wish, opened
from genre_cli.telling.problems import FileProblemError


@pytest.fixture
def wish(tmp_path: Path) -> Wish:
    """Ask for five songs in shards of two."""
    (tmp_path / "list.txt").write_text("".join(f"/{n}.wav\n" for n in range(5)))
    return Wish(str(tmp_path / "list.txt"), str(tmp_path / "out"), "full", "m", 2)


def test_what_is_missing_is_listed(wish: Wish) -> None:
    """Of a run that was broken off, all that is neither in a shard nor kept."""
    with opened(wish) as run:
        jobs = list(run.jobs())
        for number in (2, 3, 0):
            run.shards.put(row(number))
        run.shards.write_full()
        run.shards.keep_open()
    assert [(n, f"/{n}.wav") for n in range(5)] == [(job.row, job.place) for job in jobs]

    with opened(replace(wish, shard_rows=None)) as again:
        assert [1, 4] == [job.row for job in again.jobs()]
        assert 3 == again.n_before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"mode": "fast"}, "run_differs"),
        ({"models_version": "newer"}, "run_differs"),
        ({"shard_rows": 3}, "run_differs"),
        ({"manifest": "/nowhere/*.wav"}, "manifest_changed"),
        ({"manifest": "/nowhere/list.txt"}, "manifest_unreadable"),
    ],
)
def test_another_run_is_refused(change: dict[str, Any], code: str, wish: Wish) -> None:
    """What is in the folder stays comparable."""
    with opened(wish):
        pass

    with pytest.raises(FileProblemError, match=code), opened(replace(wish, **change)):
        pass


@pytest.mark.parametrize("content", ["{", '{"manifest": "list", "more": 1}'])
def test_facts_that_are_not_ours(content: str, wish: Wish) -> None:
    """A folder whose notes are damaged, or of another release, is left alone."""
    with opened(wish):
        pass
    (Path(wish.out) / FACTS_NAME).write_text(content)

    with pytest.raises(FileProblemError, match="run_differs"), opened(wish):
        pass


def test_the_same_list_elsewhere_goes_on(wish: Wish, tmp_path: Path) -> None:
    """What counts is what a manifest lists; one more line is another."""
    with opened(wish):
        pass
    copy = tmp_path / "copy.txt"
    copy.write_text(Path(wish.manifest).read_text())
    with opened(replace(wish, manifest=str(copy))) as run:
        assert 5 == run.facts.n_rows

    copy.write_text(copy.read_text() + "/5.wav\n")
    with (
        pytest.raises(FileProblemError, match="manifest_changed"),
        opened(replace(wish, manifest=str(copy))),
    ):
        pass


def test_a_pattern_keeps_what_it_found(wish: Wish, tmp_path: Path) -> None:
    """Files that come later do not move the others."""
    (tmp_path / "b.wav").touch()
    pattern = replace(wish, manifest=f"{tmp_path}/*.wav")
    with opened(pattern):
        pass
    (tmp_path / "a.wav").touch()

    with opened(pattern) as run:
        assert [str(tmp_path / "b.wav")] == [job.url for job in run.jobs()]


def test_shards_of_somebody_else(wish: Wish) -> None:
    """A folder that has some without saying of what is not touched."""
    Path(wish.out).mkdir()
    (Path(wish.out) / "part-0000000.parquet").touch()

    with pytest.raises(FileProblemError, match="run_differs"), opened(wish):
        pass
