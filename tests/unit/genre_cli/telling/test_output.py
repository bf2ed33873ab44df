"""Standard output is for answers, standard error for the rest."""

import io
import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from rich.console import Console

from genre_cli.telling.output import Output
from genre_cli.telling.problems import FileProblemError

ERASED_LINE: Final = "\x1b[2K"


def test_a_terminal_gets_the_drawing() -> None:
    """What is drawn is shown to a person, the row is not."""
    screen = io.StringIO()
    output = Output(console=Console(file=screen, force_terminal=True, color_system=None))

    output.answer("a.mp3", {"genre": "jazz"}, "drawn [x]", "row")

    assert "drawn [x]\n" == screen.getvalue()


def test_json_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """With the file before the body."""
    Output(as_json=True).answer("é.mp3", {"genre": "jazz"}, "drawn", "row")

    assert {"file": "é.mp3", "genre": "jazz"} == json.loads(capsys.readouterr().out)


def test_a_failure_is_remembered(capsys: pytest.CaptureFixture[str]) -> None:
    """The exit status tells that something failed, the message what."""
    output = Output()
    assert 0 == output.status

    output.problem("a.mp3", FileNotFoundError(2, "x"))

    assert 1 == output.status
    assert "[file_not_found]" in capsys.readouterr().err


def test_a_pipe_hears_no_notes(capsys: pytest.CaptureFixture[str]) -> None:
    """Notes and progress are for a person in front of a terminal."""
    output = Output()

    output.note("well done")
    with output.progress(2) as advance:
        advance("a.mp3")

    assert ("", "") == tuple(capsys.readouterr())


def test_a_terminal_sees_how_far_it_is() -> None:
    """The bar counts what is done."""
    screen = io.StringIO()
    errors = Console(file=screen, force_terminal=True, color_system=None, width=80)
    output = Output(errors=errors)

    with output.progress(2) as advance:
        advance("a.mp3")
        advance.expect(3)
    with output.progress(None) as advance:
        advance("a.mp3")
        advance.expect(4)

    with output.progress(3) as advance:
        advance.say("stopping …")
        advance("a name")

    output.note("well done")
    assert "1/3 -:--:-- stopping …" in screen.getvalue()
    assert all(told in screen.getvalue() for told in ("1/5", "1/4"))
    assert "well done" in screen.getvalue()


@pytest.mark.parametrize("as_json", [False, True])
def test_a_pipe_gets_the_answers_beside_a_bar(
    as_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file or a pipe has every answer, and the terminal of the bar has none."""
    screen = io.StringIO()
    output = Output(as_json=as_json, errors=Console(file=screen, force_terminal=True))

    with output.progress(1):
        output.answer("a.mp3", {"genre": "jazz"}, "drawn", "a.mp3\tjazz")

    told = '{"file": "a.mp3", "genre": "jazz"}\n' if as_json else "a.mp3\tjazz\n"
    assert told == capsys.readouterr().out
    assert "a.mp3" not in screen.getvalue()


def test_no_bar_beside_a_program_that_shows_the_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would draw on the lines of `head` or `jq`; beside a file of answers it is drawn."""
    screens = []
    reader, writer = os.pipe()
    with os.fdopen(writer, "w") as pipe, Path(os.devnull).open("w") as file:
        for stdout in (pipe, file):
            monkeypatch.setattr(sys, "stdout", stdout)
            screens.append(io.StringIO())
            output = Output(errors=Console(file=screens[-1], force_terminal=True))
            with output.progress(3) as advance:
                advance("a.mp3")
    os.close(reader)

    assert ["", True] == [screens[0].getvalue(), "1/3" in screens[1].getvalue()]


def test_an_answer_stands_alone_on_its_line() -> None:
    """In a terminal the bar makes way for it, and goes on under it."""
    screen = io.StringIO()
    terminal = partial(Console, file=screen, force_terminal=True, color_system=None, width=80)
    output = Output(console=terminal(), errors=terminal())

    with output.progress(2) as advance:
        output.answer("a.mp3", {}, "drawn", "row")
        advance("a.mp3")

    before, _, after = screen.getvalue().partition("drawn\n")
    assert before.endswith(ERASED_LINE)
    assert "1/2" in after


def test_json_of_odd_names(capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is no text has its URI too, and no line holds what ends one."""
    Output(as_json=True).answer("/m/caf\udce9\u2028\x9b.mp3", {"why": "\udce9"}, "drawn", "row")

    (line,) = capsys.readouterr().out.splitlines()
    assert {
        "file": "/m/caf\ufffd\u2028\x9b.mp3",
        "file_uri": "file:///m/caf%E9%E2%80%A8%C2%9B.mp3",
        "why": "\ufffd",
    } == json.loads(line)


def test_a_problem_gives_no_orders_to_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Names stand escaped, in front of the problem and in its words."""
    Output().problem("a\n\x1b[2J.mp3", FileProblemError("file_unreadable", "b\x1b[2J"))
    Output().warn("c\x1b[2J")

    told = capsys.readouterr().err
    assert "\x1b" not in told
    assert told.startswith("a\\n\\x1b[2J.mp3: ")
    assert "c\\x1b[2J" == told.splitlines()[-1]
