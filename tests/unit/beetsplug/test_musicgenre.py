"""The plugin inside the real beets, on a library in memory, with answers that are made up."""

import json
import optparse
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import beets
import mediafile
import pytest
from beets.exceptions import UserError
from beets.importer import Action, ImportTask
from beets.library import Item, Library
from fake_services import prediction
from models.tagged_songs import write_music
from recommendation import recommendation

from beetsplug.musicgenre import MusicGenrePlugin, field_of, said_to_value
from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.answering.remote import ServerAnswers
from music_genre.audio.errors import NotAudioError
from tools.processes import nobody

Body = dict[str, Any]


class FakeAnswers:
    """Answers that count who asks."""

    def __init__(self, outcome: str = "confident", error: Exception | None = None) -> None:
        self.outcome, self.error, self.n_asked = outcome, error, 0

    def hear(self, _encoded: bytes) -> tuple[Body, Body]:
        """Say hip-hop at 112.02 BPM in A minor."""
        self.n_asked += 1
        if self.error:
            raise self.error
        body = prediction(hiphop=1.0) | {"outcome": self.outcome}
        analysis = json.loads(json.dumps(recommendation()))
        analysis["tempo"]["confidence"] = 0.95
        return {"ensemble": body}, analysis


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Make a library with a song without tags."""
    library = Library(str(tmp_path / "library.db"))  # beets puts backups beside it
    item = Item.from_path(bytes(write_music(tmp_path / "song.flac", "FLAC")))
    item.title = "A song"
    library.add(item)
    yield library
    library._close()  # noqa: SLF001  # beets itself leaves that to the end of its process


@pytest.fixture
def plugin() -> Iterator[MusicGenrePlugin]:
    """Make the plugin, with nobody's settings."""
    beets.config.clear()
    beets.config.read(user=False, defaults=True)
    yield MusicGenrePlugin()
    beets.config.clear()


def command(plugin: MusicGenrePlugin, library: Library, *arguments: str) -> None:
    """Type `beet musicgenre`."""
    (subcommand,) = plugin.commands()
    options, query = subcommand.parse_args([*arguments])
    assert isinstance(options, optparse.Values)
    subcommand.func(library, options, query)


def import_as_is(plugin: MusicGenrePlugin, library: Library) -> None:
    """Let the plugin hear what an import has taken in."""
    session: Any = None  # which it does not ask for anything
    task = ImportTask(None, None, [*library.items()])
    task.set_choice(Action.ASIS)
    plugin.imported(session, task)


def answering(plugin: MusicGenrePlugin, **options: Any) -> FakeAnswers:
    """Let a plugin ask made-up answers."""
    answers = FakeAnswers(**options)
    plugin._answers = answers  # noqa: SLF001  # who answers is the plugin's own
    return answers


def the_song(library: Library) -> Item:
    """Return the song as the library has it."""
    (item,) = library.items()
    assert isinstance(item, Item)
    return item


def test_what_is_sure_is_kept_and_written(plugin: MusicGenrePlugin, library: Library) -> None:
    """In beets' fields, and in the file's tags as beets writes them."""
    answering(plugin)

    command(plugin, library)

    item = the_song(library)
    assert (["Hip-Hop"], 112, "Am") == (item.genres, item.bpm, item.initial_key)
    tags = mediafile.MediaFile(item.filepath)
    assert (["Hip-Hop"], 112, "Am") == (tags.genres, tags.bpm, tags.initial_key)


def test_pretending(
    plugin: MusicGenrePlugin, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is shown as beets shows changes; neither library nor file has it."""
    answering(plugin)

    command(plugin, library, "--pretend")

    assert ([], 0) == (the_song(library).genres, the_song(library).bpm)
    assert not mediafile.MediaFile(the_song(library).filepath).genres
    shown = capsys.readouterr().out
    assert "A song" in shown
    assert "Hip-Hop" in shown


def test_what_is_there_stays(plugin: MusicGenrePlugin, library: Library) -> None:
    """Only what is empty is filled; with all there, nobody listens. `--force` listens."""
    answers = answering(plugin)
    item = the_song(library)
    item.genres = ["Mine"]
    item.store()

    command(plugin, library)
    assert (["Mine"], 112) == (the_song(library).genres, the_song(library).bpm)
    command(plugin, library)
    assert 1 == answers.n_asked
    command(plugin, library, "--force")
    assert (["Hip-Hop"], 2) == (the_song(library).genres, answers.n_asked)


def test_what_is_not_sure_is_not_written(plugin: MusicGenrePlugin, library: Library) -> None:
    """Unless that is asked for; own names and fields are settings."""
    answering(plugin, outcome="ambiguous")
    plugin.config.set({"names": {"hiphop": "Rap"}, "fields": "genre bpm"})

    command(plugin, library)
    assert ([], 112, None) == (
        the_song(library).genres,
        the_song(library).bpm,
        the_song(library).initial_key,
    )
    command(plugin, library, "--unsure")
    assert ["Rap"] == the_song(library).genres


def test_a_field_that_there_is_not(plugin: MusicGenrePlugin, library: Library) -> None:
    """A mistake in the settings is told, not passed over."""
    plugin.config["fields"].set("genre tempo")

    with pytest.raises(UserError, match=r"musicgenre\.fields: tempo: genre, bpm, key"):
        command(plugin, library)


def test_a_file_that_cannot_be_heard(
    plugin: MusicGenrePlugin, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    """It is told why, and the others are heard."""
    answers = answering(plugin, error=NotAudioError())
    library.add(Item.from_path(bytes(the_song(library).filepath)))

    with caplog.at_level("WARNING", "beets.musicgenre"):
        command(plugin, library)

    assert 2 == answers.n_asked
    assert 2 == caplog.text.count("[not_audio]")


def test_a_file_that_is_gone(
    plugin: MusicGenrePlugin, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    """It is told too, and is no error of beets."""
    answers = answering(plugin)
    the_song(library).filepath.unlink()

    with caplog.at_level("WARNING", "beets.musicgenre"):
        command(plugin, library)

    assert 0 == answers.n_asked
    assert "[file_not_found]" in caplog.text


@pytest.mark.parametrize("most_mb", [0, -1])
def test_a_file_that_is_larger_than_what_is_taken(
    most_mb: int, plugin: MusicGenrePlugin, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    """It is told; less than nothing is nothing."""
    answers = answering(plugin)
    plugin.config["max_mb"] = most_mb

    with caplog.at_level("WARNING", "beets.musicgenre"):
        command(plugin, library)

    assert 0 == answers.n_asked
    assert "[too_large]" in caplog.text


@pytest.mark.parametrize("error", [NobodyAnswersError("no models"), None])
def test_nobody_answers(
    plugin: MusicGenrePlugin, library: Library, error: Exception | None
) -> None:
    """It is asked once, an import goes on without, and the command ends with an error."""
    library.add(Item.from_path(bytes(the_song(library).filepath)))
    if error:
        answers = answering(plugin, error=error)
    else:
        plugin.config["server"].set(nobody())
        answers = FakeAnswers()

    import_as_is(plugin, library)

    assert [[], []] == [item.genres for item in library.items()]
    assert answers.n_asked <= 1
    with pytest.raises(UserError, match="nobody answers"):
        command(plugin, library)


def test_threads_share_the_models(
    plugin: MusicGenrePlugin, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many of beets' threads hear, models are loaded once and hear one song at a time."""
    made: list[FakeAnswers] = []
    hearing = threading.Lock()

    class SlowAnswers(FakeAnswers):
        def hear(self, encoded: bytes) -> tuple[Body, Body]:
            assert hearing.acquire(blocking=False)
            time.sleep(0.05)
            hearing.release()
            return super().hear(encoded)

    def load() -> FakeAnswers:
        time.sleep(0.05)
        made.append(SlowAnswers())
        return made[-1]

    monkeypatch.setattr(plugin, "new_answers", load)
    plugin.config["force"].set(True)
    songs = [the_song(library) for _ in range(4)]
    with ThreadPoolExecutor() as pool:
        wished = [*pool.map(lambda song: plugin.item_to_wished(song, ["genre"]), songs)]

    assert [{"genre": "Hip-Hop"}] * 4 == wished
    assert [4] == [answers.n_asked for answers in made]


def test_who_answers(plugin: MusicGenrePlugin) -> None:
    """A server where one is named."""
    plugin.config["server"].set("http://localhost:1")

    assert isinstance(plugin.new_answers(), ServerAnswers)


def test_on_import_or_not(plugin: MusicGenrePlugin) -> None:
    """`auto: no` leaves imports alone."""
    assert [plugin.imported] == plugin.import_stages
    plugin.config["auto"].set(False)
    assert not MusicGenrePlugin().import_stages


def test_beets_own_types() -> None:
    """BPM are whole, genres a list; the older field is one text."""
    assert ("genres", "bpm", "initial_key") == tuple(map(field_of, ("genre", "bpm", "key")))
    assert (128, ["Rock"], "Am") == (
        *(said_to_value("bpm", "127.6"), said_to_value("genre", "Rock")),
        said_to_value("key", "Am"),
    )
