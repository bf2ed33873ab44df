"""How far a run is, in words and numbers."""

import io
import json

import pytest
from rich.console import Console

from genre_cli.bulk.progress import Tally, now_and_then, told
from genre_cli.telling.output import Output


class Clock:
    """A clock that is set by hand [s]."""

    now_s = 0.0

    def __call__(self) -> float:
        """Read it."""
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    """Make a clock."""
    return Clock()


def counted(clock: Clock) -> Tally:
    """Count ten songs in five seconds, three of which failed, after twenty of before."""
    tally = Tally(100, 20, clock)
    for code in [None] * 7 + ["not_audio", "not_audio", "too_large"]:
        tally.count({"code": code})
    clock.now_s = 5.0
    return tally


def test_counts(clock: Clock) -> None:
    """Rate and time left are those of this call."""
    body = counted(clock).to_body()

    assert {"rows": 100, "done": 30, "heard_now": 10} == {n: body[n] for n in list(body)[:3]}
    assert (2.0, 35) == (body["songs_a_second"], body["left_s"])
    assert {"not_audio": 2, "too_large": 1} == body["errors"]
    assert "100\t30\t10\t3" == counted(clock).to_row()


def test_before_the_first_row(clock: Clock) -> None:
    """Nothing is known of the rest."""
    assert Tally(5, 0, clock).to_body()["left_s"] is None
    assert "0/5 · 0 workers · 0.00 songs/s · 0 failed" == Tally(5, 0, clock).to_line(Output())


def test_a_line_for_people(clock: Clock) -> None:
    """It says how far, how fast, how long, and what failed."""
    tally = counted(clock)
    tally.n_workers = 4

    done, *speed, failed, first, second = tally.to_line(Output()).split(" · ")

    assert ("30/100", ["4 workers", "2.00 songs/s", "0:00:35 left"]) == (done, speed)
    assert ("3 failed", "2 not_audio", "1 too_large") == (failed, first, second)
    tally.stop()
    assert "finishing what is begun" in tally.to_line(Output())


@pytest.mark.parametrize("as_json", [False, True])
def test_a_log_hears_of_it_now_and_then(
    as_json: bool, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line each half minute, however often there is something to tell."""
    output = Output(as_json=as_json)
    tell = now_and_then(counted(clock), output, clock)
    for now_s in (6, 36, 37, 68):
        clock.now_s = now_s
        tell()

    out, err = capsys.readouterr()
    lines = (out if as_json else err).splitlines()
    assert 2 == len(lines)
    if as_json:
        assert {30} == {json.loads(line)["bulk"]["done"] for line in lines}


def test_a_terminal_has_a_bar(clock: Clock) -> None:
    """It moves while a run lasts, and is gone after it."""
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=120)
    with told(counted(clock), Output(errors=console)) as tell:
        tell()

    assert "30/100" in screen.getvalue()
