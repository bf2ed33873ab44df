"""Both catalogues saved and restored, while they are used."""

import subprocess
from pathlib import Path

import pytest
from midi_files import BACKBEAT
from sqlalchemy import text
from unit.beat_service.conftest import Start, fixed_traits

from beat_service.backup import file_to_revision, main
from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.database import (
    BEATS,
    database_url_to_url,
    kind_to_revisions,
    url_to_engine,
)
from beat_service.catalogue.description import Description
from beat_service.errors import UnknownBeatError
from tools.processes import ROOT

OLD_DATABASES = ROOT / "tests" / "old_databases"
DESCRIPTION = Description(title="A", style="B", licence="C", author="D")


@pytest.fixture
def catalogue(start: Start, database_url: str, monkeypatch: pytest.MonkeyPatch) -> BeatCatalogue:
    """Open the catalogue that the command is told of."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    return BeatCatalogue(start(), fixed_traits)


def test_there_and_back(catalogue: BeatCatalogue, tmp_path: Path) -> None:
    """A beat that was deleted after a backup is there again, for a catalogue that is open too."""
    file = tmp_path / "beats.backup"
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
    catalogue: BeatCatalogue,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Another file is refused in a line, and the catalogue stays."""
    beat = catalogue.add(BACKBEAT, DESCRIPTION)
    other = tmp_path / "notes.txt"
    other.write_text("my notes, not a database " * 100)

    assert 1 == main(["restore", str(other)])
    assert 1 == len(capsys.readouterr().err.strip().splitlines())
    assert beat.title == catalogue.beat(beat.id).title


def test_backup_of_a_newer_release(
    catalogue: BeatCatalogue,
    database_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is refused with what to do, before anything is changed."""
    file = tmp_path / "beats.backup"
    engine = url_to_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert 0 == main(["save", str(file)])
    with engine.begin() as connection:
        newest = kind_to_revisions(BEATS)[-1]
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{newest}'"))  # noqa: S608
    engine.dispose()
    beat = catalogue.add(BACKBEAT, DESCRIPTION)

    assert 1 == main(["restore", str(file)])
    assert "a newer release has changed it (revision 9999" in capsys.readouterr().err
    assert beat.title == catalogue.beat(beat.id).title
    assert file_to_revision(database_url_to_url(database_url), file) == "9999"


def test_a_database_of_something_else(
    catalogue: BeatCatalogue,
    database_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The library of `genre` is whole and no catalogue: it replaces none."""
    beat = catalogue.add(BACKBEAT, DESCRIPTION)
    url = database_url_to_url(database_url)
    library = tmp_path / "library.backup"
    if url.get_backend_name() == "sqlite":
        library.write_bytes((OLD_DATABASES / "library_0003.db").read_bytes())
    else:
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        only = ("--format=custom", "--table=alembic_version", f"--file={library}")
        subprocess.run(["pg_dump", f"--dbname={plain}", *only], check=True)  # noqa: S607

    assert 1 == main(["restore", str(library)])
    assert "is no backup of a catalogue of beats" in capsys.readouterr().err
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
