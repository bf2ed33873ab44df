"""The review in a terminal, key by key."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from models.doubtful_songs import doubtful_library, doubtful_queue, genres
from rich.console import Console

from genre_cli.library.songs import Library
from genre_cli.review import terminal
from genre_cli.review.terminal import TerminalReview
from genre_cli.telling.output import Output


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Fill a library."""
    return doubtful_library(tmp_path)


def typed(library: Library, keys: str, lines: str = "") -> tuple[int, str, Output]:
    """Review with these keys, and lines where one is asked for; then Ctrl-D."""
    left: Iterator[str] = iter([*keys, "\x04"])
    said = io.StringIO()
    console = Console(file=said, width=120, soft_wrap=True, force_terminal=False)
    answers = iter(lines.splitlines())
    console.input = lambda *_, **__: next(answers)  # type: ignore[method-assign]
    output = Output(console=console, errors=console)
    review = TerminalReview(doubtful_queue(library), output, lambda: next(left))
    return review.run(), said.getvalue(), output


def test_a_song_is_shown_with_its_keys(library: Library) -> None:
    """Its place, its file, the answer, the genres by number, and what can be typed."""
    n_decided, said, _ = typed(library, "")

    assert 0 == n_decided
    assert "1 of 2" in said
    assert "between.mp3" in said
    assert "rock or hip-hop?" in said
    assert "128.4 BPM · C# minor (12A) · 0:02" in said
    assert "2  hip-hop" in said
    assert "none.flac" not in said


@pytest.mark.parametrize("key", ["a", "\r"])
def test_accept(key: str, library: Library) -> None:
    """The answer is right, whether it names a genre or not."""
    assert 2 == typed(library, key * 2)[0]
    assert {"between.mp3": "rock", "none.flac": None} == genres(library)


def test_a_decision_is_told(library: Library) -> None:
    """As a person reads a genre, and where none was accepted."""
    said = typed(library, "2a")[1]

    assert "Decided: hip-hop" in said
    assert "Decided: no genre" in said


def test_change_and_skip(library: Library) -> None:
    """By number, by name, or another time; what is no key of ours does nothing."""
    assert 1 == typed(library, "s0x²\udcff92")[0]
    assert {"none.flac": "hiphop"} == genres(library)
    assert 1 == typed(library, "c", "JAZZ")[0]
    assert {"between.mp3": "jazz", "none.flac": "hiphop"} == genres(library)


def test_nothing_typed_asks_again(library: Library) -> None:
    """An empty name is no genre."""
    assert 1 == typed(library, "cc", "\nSka")[0]
    assert {"between.mp3": "Ska"} == genres(library)


def test_taken_back(library: Library) -> None:
    """The song before is asked again, and not decided any more."""
    n_decided, said, _ = typed(library, "uau")

    assert 0 == n_decided
    assert {} == genres(library)
    assert 2 == said.count("between.mp3")


def test_quit_keeps_what_was_decided(library: Library) -> None:
    """The next review begins with the rest."""
    assert 1 == typed(library, "aq")[0]
    assert "none.flac" in typed(library, "q")[1]


def test_play(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's player gets the file, and the question stays; without one, it says so."""
    played: list[str] = []

    def is_played(path: str) -> bool:
        played.append(Path(path).name)
        return len(played) > 1

    monkeypatch.setattr(terminal, "file_to_player", is_played)

    n_decided, said, _ = typed(library, "ppa")

    assert 1 == n_decided
    assert ["between.mp3"] * 2 == played
    assert 1 == said.count("Nothing on this machine opens this file")


def test_what_cannot_be_decided_is_told(library: Library, tmp_path: Path) -> None:
    """The others still are; a song of an earlier version whose file is gone has its reason."""
    with library.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE songs SET sound_sha256 = NULL")
    (tmp_path / "music" / "between.mp3").unlink()

    n_decided, said, output = typed(library, "a2")

    assert (1, True) == (n_decided, output.failed)
    assert "[file_not_found]" in said
    assert {"none.flac": "hiphop"} == genres(library)
