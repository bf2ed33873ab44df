"""Databases whose faults are told in a line."""

from pathlib import Path

import pytest
from live.small_disks import fill, small_disk
from sqlalchemy import text

from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.answering.databases import url_to_telling_engine
from genre_cli.library.songs import LIBRARY


def test_a_fault_is_told_when_it_is_opened() -> None:
    """It is that nobody answers, by the name of its setting."""
    with pytest.raises(NobodyAnswersError, match="GENRE_LIBRARY is not a database address"):
        url_to_telling_engine("nonsense", LIBRARY)


def test_a_fault_is_told_when_it_is_met(tmp_path: Path) -> None:
    """A disk that becomes full later is told as it is at the start."""
    with small_disk(tmp_path / "disk") as disk:
        engine = url_to_telling_engine(f"sqlite:///{disk / 'library.db'}", LIBRARY)
        fill(disk)
        with (
            pytest.raises(NobodyAnswersError, match=r"library\.db: the disk is full"),
            engine.connect() as connection,
        ):
            connection.execute(text("CREATE TABLE more (text)"))
