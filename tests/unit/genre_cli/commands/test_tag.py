"""`genre tag` and `genre undo`."""

import json
from pathlib import Path

import pytest
from live.small_disks import fill, remount, small_disk
from models.tagged_songs import heard_song, write_music
from typer.testing import CliRunner, Result

from genre_cli.app import app
from genre_cli.home import library_url
from genre_cli.library.songs import url_to_library
from genre_cli.tags.atomic import scratch_copy
from genre_cli.tags.fields import TagFile
from genre_cli.tags.journal import Journal
from genre_cli.tags.turn import only_writer


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the library in a scratch folder, in English."""
    folder = tmp_path / "home"
    monkeypatch.setenv("GENRE_HOME", str(folder))
    monkeypatch.setenv("LC_ALL", "C")
    return folder


@pytest.fixture
def music(tmp_path: Path, home: Path) -> Path:
    """Make a folder with a rock song and one that is not sure, both heard."""
    folder = tmp_path / "music"
    folder.mkdir()
    library = url_to_library(f"sqlite:///{home / 'library.db'}")
    heard_song(library, write_music(folder / "rock.mp3", "MP3"))
    heard_song(library, write_music(folder / "unsure.flac", "FLAC"), "jazz", "ambiguous")
    return folder


def genre(*arguments: str | Path) -> Result:
    """Run a command."""
    return CliRunner().invoke(app, [*map(str, arguments)], catch_exceptions=False)


def test_without_being_told_nothing_is_written(music: Path) -> None:
    """The difference is shown, and the files are as they were."""
    before = {path: path.read_bytes() for path in music.iterdir()}

    done = genre("tag", music)

    rows = [line.split("\t") for line in done.stdout.splitlines()]
    rock = str(music / "rock.mp3")
    assert [rock, "genre", "", "Rock"] in rows
    assert [rock, "bpm", "", "128"] in rows
    assert [rock, "key", "", "C#m"] in rows
    assert [str(music / "unsure.flac"), "bpm", "", "128.4"] in rows
    assert ["genre"] == [row[1] for row in rows if row[3] in {"Rock", "Jazz"}]
    assert before == {path: path.read_bytes() for path in music.iterdir()}


def test_written_and_undone_run_by_run(music: Path) -> None:
    """Each `undo` takes back one run, in the end all; the second write finds nothing to do."""
    before = {path: path.read_bytes() for path in music.iterdir()}
    genre("tag", "--write", "--map", "rock=Rock/Indie", "--key", "camelot", music)
    first = {path: path.read_bytes() for path in music.iterdir()}
    assert ("Rock/Indie",) == TagFile(music / "rock.mp3").read("genre")
    assert ("12A",) == TagFile(music / "rock.mp3").read("key")
    assert "" == genre("tag", "--write", music).stdout
    genre("tag", "--write", "--unsure", "--policy", "replace", "--fields", "genre", music)
    assert ("Jazz",) == TagFile(music / "unsure.flac").read("genre")

    undone = genre("undo")
    assert first == {path: path.read_bytes() for path in music.iterdir()}
    genre("undo")

    assert 2 == undone.stdout.count("\trestored\n")
    assert before == {path: path.read_bytes() for path in music.iterdir()}
    assert (0, "") == (genre("undo").exit_code, genre("undo").stdout)


def test_json(music: Path) -> None:
    """Each file's changes, before and after."""
    lines = [json.loads(line) for line in genre("tag", "--json", music).stdout.splitlines()]

    first = lines[0]
    assert (str(music / "rock.mp3"), False) == (first["file"], first["written"])
    assert {"before": [], "after": ["Rock"]} == first["changes"]["genre"]


def test_a_file_that_has_changed_is_told_before_it_is_written(music: Path) -> None:
    """Without `--write` as with it; one that was only touched is shown as it would be written."""
    changed = music / "rock.mp3"
    changed.write_bytes(changed.read_bytes() + b"by somebody else")
    (music / "unsure.flac").touch()

    told = [genre("tag", *how, music) for how in ((), ("--write",))]
    assert [1, 1] == [one.exit_code for one in told]
    assert told[0].stdout == told[1].stdout
    assert {str(music / "unsure.flac")} == {
        row.split("\t")[0] for row in told[0].stdout.splitlines()
    }
    assert all("[changed_since_scan]" in one.stderr for one in told)


def test_a_read_only_disk(music: Path, tmp_path: Path) -> None:
    """It is told of each file, where a killed write has left a copy there too."""
    with small_disk(tmp_path / "disk") as disk:
        song = write_music(disk / "rock.mp3", "MP3")
        heard_song(url_to_library(library_url()), song)
        with scratch_copy(song) as left:
            pass
        left.touch()
        remount(disk, "ro")
        refused = genre("tag", "--write", song)
        remount(disk, "rw")
    assert (1, "") == (refused.exit_code, refused.stdout)
    assert "[file_read_only]" in refused.stderr
    assert music.is_dir()


def test_what_cannot_be_written_has_its_reason(music: Path) -> None:
    """A read-only file, one that was not scanned, one that is none; the others are written."""
    (music / "rock.mp3").chmod(0o444)

    (music / "new.mp3").touch()
    done = genre("tag", "--write", music, music / "new.mp3", music / "none.mp3")

    assert 1 == done.exit_code
    assert "[file_read_only]" in done.stderr
    assert "[not_scanned]" in done.stderr
    assert "[file_not_found]" in done.stderr
    assert ("128.4",) == TagFile(music / "unsure.flac").read("bpm")


@pytest.mark.parametrize(
    "wrong",
    [
        ("--fields", "genre,title"),
        ("--key", "x"),
        *[("--map", named) for named in ("rock", "rock=\udcff", "rock=a\nb")],
    ],
)
def test_wrong_options(wrong: tuple[str, str], music: Path) -> None:
    """They are status 2, and nothing is written."""
    assert 2 == genre("tag", "--write", *wrong, music).exit_code


def test_an_odd_name_stays_on_its_row(music: Path) -> None:
    """In what is changed and in what is restored."""
    odd = music / "a\n\x1b[2J\udce9.mp3"
    (music / "rock.mp3").rename(odd)
    library = url_to_library(library_url())
    heard_song(library, odd)

    shown = str(music / r"a\n\x1b[2J\xe9.mp3")
    done = genre("tag", "--write", odd)
    assert {shown} == {line.split("\t")[0] for line in done.stdout.splitlines()}
    assert f"{shown}\trestored\n" == genre("undo").stdout


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("no field bogus", "genre, bpm, key, comment, energy", "write genre=name")),
        ("fr", ("pas de champ bogus", "genre, bpm, key, comment, energy", "écrivez genre=nom")),
        ("de", ("kein Feld bogus", "genre, bpm, key, comment, energy", "Genre=Name")),
    ],
)
def test_a_wrong_command_line_is_told_in_words(
    language: str, words: tuple[str, ...], music: Path
) -> None:
    """What was wrong and what is allowed, in the person's language."""
    asked = ("tag", music, "--language", language)
    told = [genre(*asked, *wrong) for wrong in (("--fields", "bogus"), ("--map", "rock"))]

    assert [2, 2] == [one.exit_code for one in told]
    said = " ".join(word for one in told for word in one.stderr.replace("│", " ").split())
    assert all(word in said for word in words), said


def test_two_at_once(music: Path) -> None:
    """The second writes nothing and says why; without `--write` it shows what would change."""
    before = {path: path.read_bytes() for path in music.iterdir()}
    with only_writer():
        done = genre("tag", "--write", music)
        undone = genre("undo", "--json")
        shown = genre("tag", music)

    assert (1, "", 1, 0) == (done.exit_code, done.stdout, undone.exit_code, shown.exit_code)
    assert "[tags_in_use]" in done.stderr
    assert "tags_in_use" == json.loads(undone.stdout)["code"]
    assert "Rock" in shown.stdout
    assert before == {path: path.read_bytes() for path in music.iterdir()}


def test_left_copies(music: Path, home: Path) -> None:
    """What a killed write has left in a folder is gone after the next one."""
    with scratch_copy(music / "rock.mp3") as scratch:
        left = scratch.with_suffix(".flac")
    left.write_bytes(b"half of it")

    genre("tag", "--write", music)

    assert not left.exists()
    assert home.exists()


def test_a_file_that_cannot_be_undone(music: Path) -> None:
    """It is told, the others are restored, and `--skip` gets to the write before."""
    genre("tag", "--write", "--fields", "key", music)
    first = (music / "rock.mp3").read_bytes()
    genre("tag", "--write", "--fields", "genre,bpm", music)
    changed = music / "unsure.flac"
    changed.write_bytes(changed.read_bytes() + b"by somebody else")

    failed, again = genre("undo"), genre("undo")
    assert (1, 1) == (failed.exit_code, again.exit_code)
    assert "genre undo --skip" in " ".join(failed.stderr.split())
    assert first == (music / "rock.mp3").read_bytes()

    skipped = genre("undo", "--skip")
    assert f"{changed}\tleft\tchanged_since_tag\n" == skipped.stdout
    before = genre("undo")
    assert f"{music / 'rock.mp3'}\trestored\n" == before.stdout
    assert () == TagFile(music / "rock.mp3").read("key")
    assert changed.read_bytes().endswith(b"by somebody else")


def test_what_is_away_for_now_can_be_undone_later(music: Path) -> None:
    """`--skip` goes past a file whose disk is out to the write before, and forgets nothing."""
    old = (music / "rock.mp3").read_bytes()
    genre("tag", "--write", "--fields", "key", music)
    genre("tag", "--write", "--fields", "genre,bpm", music)
    away = music.rename(music.with_name("away"))

    for _ in range(2):
        skipped = genre("undo", "--skip")
        assert (1, "") == (skipped.exit_code, skipped.stdout)
        assert "[file_not_found]" in skipped.stderr
    away.rename(music)

    assert (0, 0) == (genre("undo").exit_code, genre("undo").exit_code)
    assert old == (music / "rock.mp3").read_bytes()


def test_full_disk(music: Path, tmp_path: Path) -> None:
    """Neither write nor undo changes anything there, each says why, and undo works afterwards."""
    with small_disk(tmp_path / "disk") as disk:
        song = write_music(disk / "rock.mp3", "MP3")
        heard_song(url_to_library(library_url()), song)
        old = song.read_bytes()
        taken = fill(disk)
        refused = genre("tag", "--write", song)
        assert (1, old) == (refused.exit_code, song.read_bytes())
        assert "[no_room]" in refused.stderr
        taken.unlink()
        genre("tag", "--write", song)
        assert old != song.read_bytes()
        taken = fill(disk)
        assert "[no_room]" in genre("undo", "--skip").stderr
        taken.unlink()
        assert 0 == genre("undo").exit_code
        assert old == song.read_bytes()
    assert music.is_dir()


def test_an_undo_that_was_killed_is_told_by_the_next(
    music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the file was already restored, the next undo says so, and tags can be written again."""
    genre("tag", "--write", music)
    monkeypatch.setattr(Journal, "mark_undone", interrupted)
    assert genre("undo").exit_code
    monkeypatch.undo()
    monkeypatch.setenv("GENRE_HOME", str(music.with_name("home")))
    monkeypatch.setenv("LC_ALL", "C")

    both = {f"{music / name}\trestored" for name in ("rock.mp3", "unsure.flac")}
    assert both == set(genre("undo").stdout.splitlines())
    assert 0 == genre("tag", "--write", music).exit_code


def interrupted(*_: object) -> None:
    """End as a killed program does."""
    raise KeyboardInterrupt
