"""What people decided, through scans, tags and moves."""

import hashlib
from pathlib import Path

import pytest
from models.tagged_songs import heard_song, verdict, write_music
from sqlalchemy import update

from genre_cli.library.decisions import Decisions
from genre_cli.library.hearing import Heard
from genre_cli.library.songs import Library, url_to_library
from genre_cli.library.sound import file_to_stream_sha256
from genre_cli.library.tables import Song
from genre_cli.tags.fields import TagFile
from genre_cli.tags.writing import path_to_found
from genre_cli.telling.problems import FileProblemError


@pytest.fixture
def library(database_url: str) -> Library:
    """Open a new library, in each kind of database."""
    return url_to_library(database_url)


def test_a_decision_is_the_genre(library: Library, tmp_path: Path) -> None:
    """It counts more than what was heard, also where it is that there is none; or taken back."""
    song = heard_song(library, write_music(tmp_path / "a.mp3", "MP3"), "rock", "ambiguous")
    decisions = Decisions(library.engine)

    decisions.keep(song, "jazz")
    (decided,) = library.songs()
    decisions.keep(song, None)
    (none,) = library.songs()
    decisions.forget(song)
    (taken_back,) = library.songs()

    assert ("jazz", True, True) == (decided.genre, decided.is_decided, decided.is_sure)
    assert (None, True, "rock") == (none.genre, none.is_decided, none.heard_genre)
    assert ("rock", False, False) == (taken_back.genre, taken_back.is_decided, taken_back.is_sure)


def test_later_scans_do_not_overwrite_it(library: Library, tmp_path: Path) -> None:
    """Not of the file tagged by another program, of another name, or by other models."""
    path = write_music(tmp_path / "a.mp3", "MP3")
    Decisions(library.engine).keep(heard_song(library, path), "jazz")

    tags = TagFile(path)
    tags.write("genre", ["Polka"])
    tags.save()
    tagged = heard_song(library, path, "metal")
    moved = heard_song(library, path.rename(tmp_path / "b.mp3"), "metal")
    sha256 = hashlib.sha256(moved.path.encode()).hexdigest()
    facts = path_to_found(tmp_path / "b.mp3")
    sound = file_to_stream_sha256(tmp_path / "b.mp3")
    heard = Heard(sha256, sound_sha256=sound, prediction={"ensemble": verdict("pop")})
    other = library.keep(facts, heard, "other models")

    assert ["jazz"] * 3 == [song.genre for song in (tagged, moved, other)]
    assert ["metal", "metal", "pop"] == [song.heard_genre for song in (tagged, moved, other)]


def test_another_sound_is_not_decided(library: Library, tmp_path: Path) -> None:
    """The same name with other music in it is another song."""
    path = write_music(tmp_path / "a.mp3", "MP3")
    Decisions(library.engine).keep(heard_song(library, path), "jazz")

    replaced = heard_song(library, write_music(path, "FLAC"))

    assert not replaced.is_decided


def test_songs_of_earlier_versions_are_read_for_their_sound(
    library: Library, tmp_path: Path
) -> None:
    """Every file of the content is decided; one that is another by now, or gone, is refused."""
    path, copy = tmp_path / "a.mp3", tmp_path / "b.mp3"
    write_music(path, "MP3")
    copy.write_bytes(path.read_bytes())
    song = heard_song(library, path)
    heard_song(library, copy)
    decisions = Decisions(library.engine)
    with library.engine.begin() as connection:
        connection.execute(update(Song).values(sound_sha256=None))

    decisions.keep(library.whole(song), "jazz")

    assert ["jazz", "jazz"] == [one.genre for one in library.songs()]
    with library.engine.begin() as connection:
        connection.execute(update(Song).values(sound_sha256=None))
    path.write_bytes(b"other")
    with pytest.raises(FileProblemError, match="changed_since_scan"):
        decisions.keep(library.whole(song), "pop")
    path.unlink()
    with pytest.raises(FileNotFoundError):
        decisions.keep(library.whole(song), "pop")
