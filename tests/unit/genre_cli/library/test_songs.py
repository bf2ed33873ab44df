"""The library in its database."""

import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from live.small_disks import fill, small_disk

from beat_service.catalogue.database import connection_to_config, upgrade, url_to_engine
from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.library.finding import Found
from genre_cli.library.hearing import Heard
from genre_cli.library.songs import LIBRARY, Library, song_to_embedding, url_to_library
from genre_cli.library.tables import Base

VERDICT = {
    "genre": None,
    "nearest": "jazz",
    "outcome": "none_of_these",
    "probabilities": {"jazz": 0.6},
}
ANALYSIS = {
    "tempo": {"free": False, "bpm": 128.0, "confidence": 0.9},
    "key": {"clear": True, "tonic": "A", "mode": "minor", "camelot": "8A", "open_key": "1m"},
    "energy": {"energy": 0.5},
    "audio": {"duration_s": 200.0},
}
DOUBTFUL = {
    "tempo": {"free": True, "bpm": 90.0, "confidence": 0.2},
    "key": {"clear": False, "tonic": None},
    "energy": {"energy": 0.5},
    "audio": {"duration_s": 200.0},
}
N_SCANS = 4
EMBEDDING = np.arange(3, dtype=np.float32)
KILLED = -signal.SIGKILL
# Writes a song, and is killed before SQLite has taken its log into the file.
WRITES = """
import os, signal, sys
from sqlalchemy import text
from genre_cli.library.songs import url_to_library
engine = url_to_library(sys.argv[1]).engine
with engine.connect() as reader:
    with engine.begin() as writer:
        writer.execute(text(
            "INSERT INTO songs (place, path, size_bytes, modified_ns, models, is_gone, heard_at)"
            " VALUES ('c', 'c', 1, 1, 'm', 0, '2026-01-01 00:00:00')"
        ))
    os.kill(os.getpid(), signal.SIGKILL)
"""
HEARD = Heard("ab", prediction={"ensemble": VERDICT}, analysis=ANALYSIS, embedding=EMBEDDING)

MUCH = Heard("cd", embedding=np.zeros(2**20, np.float32))


@pytest.fixture
def library(database_url: str) -> Library:
    """Open a new library, in each kind of database."""
    return url_to_library(database_url)


@pytest.fixture
def in_a_file(tmp_path: Path) -> Library:
    """Open a new library of a file."""
    return url_to_library(f"sqlite:///{tmp_path / 'home' / 'library.db'}")


def test_tables_are_what_the_migrations_make(database_url: str) -> None:
    """Alembic finds no difference, and the way back and forth is open."""
    engine = url_to_engine(database_url, LIBRARY)
    with engine.begin() as connection:
        command.downgrade(connection_to_config(connection, LIBRARY), "0001")
        upgrade(connection, kind=LIBRARY)
        context = MigrationContext.configure(connection)
        assert [] == compare_metadata(context, Base.metadata)
    engine.dispose()


def test_a_bad_address_is_told_by_its_setting() -> None:
    """It is not the setting of the beats' database."""
    with pytest.raises(NobodyAnswersError, match="GENRE_LIBRARY is not"):
        url_to_library("nonsense")


def test_a_song_is_kept_whole(library: Library, tmp_path: Path) -> None:
    """What was heard can be asked for by columns, and is there as it was said."""
    library.keep(Found(tmp_path / "a.mp3", 10, 20), HEARD, ["m"])

    (song,) = library.songs()
    assert (None, "jazz", "none_of_these", 0.6) == (
        song.genre,
        song.nearest,
        song.outcome,
        song.probability,
    )
    assert (128.0, 0.9, "8A", 0.5, 200.0) == (
        song.bpm,
        song.tempo_confidence,
        song.camelot,
        song.energy,
        song.duration_s,
    )
    (whole,) = library.songs(with_embeddings=True)
    np.testing.assert_array_equal(EMBEDDING, song_to_embedding(whole))
    assert ANALYSIS == library.whole(song).analysis


def test_doubt_has_no_column(library: Library, tmp_path: Path) -> None:
    """A free tempo and a key that is not clear are not there to sort by."""
    library.keep(Found(tmp_path / "a", 1, 1), Heard("ab", analysis=DOUBTFUL), ["m"])

    (song,) = library.songs()
    assert (None, None, None) == (song.bpm, song.tonic, song.camelot)
    assert song_to_embedding(library.whole(song)) is None


def test_known_content_is_copied(library: Library, tmp_path: Path) -> None:
    """A copy under another name knows what the first one does."""
    library.keep(Found(tmp_path / "a", 10, 20), HEARD, ["m"])
    assert {"ab"} == library.hashes_of_size(10, ["m"])
    assert not library.hashes_of_size(10, ["other models"])

    library.keep(Found(tmp_path / "b", 10, 30), Heard("ab", is_known=True), ["m"])

    first, second = library.songs()
    assert library.whole(first).analysis == library.whole(second).analysis
    assert (30, "jazz") == (second.modified_ns, second.nearest)


def test_two_scans_at_once(library: Library, tmp_path: Path) -> None:
    """The same files, put in by several threads at the same moment, are there once each."""
    places = [tmp_path / f"{number}.mp3" for number in range(8)]
    together = threading.Barrier(N_SCANS)

    def scan() -> None:
        for place in places:
            together.wait()
            library.keep(Found(place, 1, 2), HEARD, ["m"])

    with ThreadPoolExecutor(N_SCANS) as pool:
        for scanned in [pool.submit(scan) for _ in range(N_SCANS)]:
            scanned.result()
    assert [str(place) for place in places] == [song.path for song in library.songs()]


def test_a_problem_takes_the_place_of_an_answer(library: Library, tmp_path: Path) -> None:
    """A file that is broken now is no song any more, and one that is mended is again."""
    found = Found(tmp_path / "a", 10, 20)
    library.keep(found, HEARD, ["m"])
    library.keep(found, Heard("cd", problem={"code": "not_audio"}), ["m"])

    assert [] == library.songs()
    (noted,) = library.noted().values()
    assert ("not_audio", "cd") == (noted.code, noted.sha256)
    library.keep(found, HEARD, ["m"])
    assert 1 == len(library.songs())


def test_what_is_gone_is_kept_apart(library: Library, tmp_path: Path) -> None:
    """It is not listed, and comes back as it was."""
    library.keep(Found(tmp_path / "a", 10, 20), HEARD, ["m"])
    library.mark(library.noted(), is_gone=True)
    assert [] == library.songs()

    library.mark(library.noted(), is_gone=False)

    assert 1 == len(library.songs())


def test_songs_of_a_folder(library: Library, tmp_path: Path) -> None:
    """Only those inside, and not those of a folder whose name begins alike."""
    for name in ("rock/a", "rock/b", "rock 2/c"):
        library.keep(Found(tmp_path / name, 10, 20), HEARD, ["m"])

    assert ["a", "b"] == [Path(song.path).name for song in library.songs(tmp_path / "rock")]
    assert 1 == len(library.songs(tmp_path / "rock 2" / "c"))
    assert library.song(tmp_path / "rock" / "a")
    assert library.song(tmp_path / "rock" / "z") is None


def damage(file: Path, keep_first: int = 1) -> None:
    """Write over all pages but the first ones."""
    pages = bytearray(file.read_bytes())
    start = 4096 * keep_first
    pages[start:] = b"\xff" * (len(pages) - start)
    file.write_bytes(pages)


def test_damage_is_told_in_a_line(in_a_file: Library, tmp_path: Path) -> None:
    """When it is met, when a scan looks for it, and after a program that was killed."""
    file = tmp_path / "home" / "library.db"
    url = f"sqlite:///{file}"
    for name in range(40):
        in_a_file.keep(Found(tmp_path / f"{name}", 10, 20), HEARD, ["m"])
    whole, last = file.read_bytes(), len(file.read_bytes()) // 4096 - 8
    damage(file, last)
    told = rf"GENRE_LIBRARY=sqlite:///{file}: .* damaged one; restore a backup of it, or move"

    opened = url_to_library(url)
    with pytest.raises(NobodyAnswersError, match=told):
        opened.songs(with_embeddings=True)
    with pytest.raises(NobodyAnswersError, match=told):
        url_to_library(url, is_checked=True)
    log = file.with_name("library.db-wal")
    log.touch()
    with pytest.raises(NobodyAnswersError, match=told):
        url_to_library(url)

    file.write_bytes(whole)
    assert 40 == len(url_to_library(url, is_checked=True).songs())
    assert not log.exists()


def test_a_whole_file_is_not_read_to_be_opened(in_a_file: Library, tmp_path: Path) -> None:
    """Damage far from what is asked does not keep a command, which has a song to find."""
    kept = [in_a_file.keep(Found(tmp_path / f"{n}", 10, 20), HEARD, ["m"]) for n in range(40)]
    damage(tmp_path / "home" / "library.db", len(kept))

    assert kept[0].path == url_to_library(str(in_a_file.engine.url)).whole(kept[0]).path


def test_an_emptied_file_is_no_library(tmp_path: Path) -> None:
    """It is refused and stays as it is, as a folder in its place is; each says what it is."""
    (tmp_path / "library.db").touch()
    (tmp_path / "folder.db").mkdir()

    with pytest.raises(NobodyAnswersError, match=r"library\.db: the file is empty.*backup"):
        url_to_library(f"sqlite:///{tmp_path / 'library.db'}")
    with pytest.raises(NobodyAnswersError, match=r"folder\.db: it cannot be.* it is a folder"):
        url_to_library(f"sqlite:///{tmp_path / 'folder.db'}")
    assert b"" == (tmp_path / "library.db").read_bytes()


@pytest.mark.usefixtures("in_a_file")
def test_a_file_that_is_being_made_is_waited_for(tmp_path: Path) -> None:
    """Whoever made it gives it its first bytes in a moment."""
    path = tmp_path / "new.db"
    path.touch()
    made = (tmp_path / "home" / "library.db").read_bytes()
    timer = threading.Timer(0.2, lambda: path.write_bytes(made))
    timer.start()

    assert [] == url_to_library(f"sqlite:///{path}").songs()
    timer.join()


def test_no_empty_file_is_left_by_a_full_disk(tmp_path: Path) -> None:
    """A first scan on a full disk leaves nothing that the next one would refuse."""
    with small_disk(tmp_path / "disk") as disk:
        taken = fill(disk)
        with pytest.raises(NobodyAnswersError, match="the disk is full"):
            url_to_library(f"sqlite:///{disk / 'library.db'}")
        taken.unlink()
        assert [] == url_to_library(f"sqlite:///{disk / 'library.db'}").songs()


@pytest.mark.parametrize("left", ["well", "killed"])
def test_a_full_disk_can_be_read(
    left: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """All songs are there, those too whose writer was killed; new ones are refused in words."""
    with small_disk(tmp_path / "disk") as disk:
        url = f"sqlite:///{disk / 'library.db'}"
        library = url_to_library(url)
        for name in ("a", "b"):
            library.keep(Found(disk / name, 10, 20), HEARD, ["m"])
        if left == "killed":
            assert (
                KILLED
                == subprocess.run([sys.executable, "-c", WRITES, url], check=False).returncode
            )
            (disk / "library.db-shm").unlink()  # as after moving it to another disk
        fill(disk)

        library = url_to_library(url)
        assert 2 + (left == "killed") == len(library.songs())
        assert library.song(disk / "a")
        with pytest.raises(NobodyAnswersError, match="the disk is full"):
            library.keep(Found(disk / "d", 10, 20), MUCH, ["m"])
        assert 2 + (left == "killed") == len(url_to_library(url).songs())
    assert [] == caplog.messages


def test_no_reserve_is_kept(tmp_path: Path, in_a_file: Library) -> None:
    """Nothing is deleted from a library; what earlier releases laid aside is given back."""
    reserve = tmp_path / "home" / "library.db-reserve"
    assert not reserve.exists()
    reserve.write_bytes(bytes(2**20))

    url_to_library(str(in_a_file.engine.url))

    assert not reserve.exists()
