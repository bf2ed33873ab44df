"""Both catalogues saved and restored, while they are used."""

from pathlib import Path

import pytest
from midi_files import BACKBEAT
from unit.beat_service.conftest import Start, fixed_traits

from beat_service.backup import main
from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.description import Description
from beat_service.errors import UnknownBeatError

DESCRIPTION = Description(title="A", style="B", licence="C", author="D")


def test_there_and_back(
    start: Start, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A beat that was deleted after a backup is there again, for a catalogue that is open too."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    file = tmp_path / "beats.backup"
    catalogue = BeatCatalogue(start(), fixed_traits)
    beat = catalogue.add(BACKBEAT, DESCRIPTION)

    assert 0 == main(["save", str(file)])
    catalogue.delete(beat.id)
    with pytest.raises(UnknownBeatError):
        catalogue.beat(beat.id)
    assert 0 == main(["restore", str(file)])
    assert beat.title == catalogue.beat(beat.id).title
    assert BACKBEAT == catalogue.uploaded(beat.id)
    assert [file] == list(tmp_path.glob("beats.backup*"))


def test_what_is_no_backup(
    start: Start,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Another file is refused in a line, and the catalogue stays."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    catalogue = BeatCatalogue(start(), fixed_traits)
    beat = catalogue.add(BACKBEAT, DESCRIPTION)
    other = tmp_path / "notes.txt"
    other.write_text("my notes, not a database " * 100)

    assert 1 == main(["restore", str(other)])
    assert 1 == len(capsys.readouterr().err.strip().splitlines())
    assert beat.title == catalogue.beat(beat.id).title


def test_missing_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where PostgreSQL's programs are not installed, it is said what to install."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:secret@127.0.0.1:1/beats")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert 1 == main(["save", str(tmp_path / "file")])
    told = capsys.readouterr().err
    assert "install pg_dump" in told
    assert "secret" not in told
