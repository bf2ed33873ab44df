"""The journal."""

import os
from pathlib import Path

from genre_cli.library.songs import url_to_library
from genre_cli.tags.journal import Journal, line_to_patch
from genre_cli.tags.patch import bytes_to_patch

PATCH = bytes_to_patch(b"old sound", b"new sound")


def test_runs_are_undone_last_first(tmp_path: Path) -> None:
    """Each line of the last run, then those of the one before, then nothing."""
    journal = Journal(url_to_library(f"sqlite:///{tmp_path / 'library.db'}").engine)
    assert [] == journal.runs()
    for run, name in (("1", "a"), ("2", "b"), ("2", "c")):
        journal.note(run, tmp_path / name, PATCH, 5)

    undone = []
    assert ["2", "1"] == journal.runs()
    while runs := journal.runs():
        for line in journal.lines(runs[0]):
            undone.append(Path(os.fsdecode(line.place)).name)
            assert (PATCH, 5) == (line_to_patch(line), line.modified_ns)
            journal.mark_undone(line)

    assert ["c", "b", "a"] == undone
