"""Whole pieces in both modes."""

import json
from pathlib import Path
from typing import Any

import pytest

from genre_cli.library.hearing import Heard
from music_genre.audio.errors import NotAudioError
from tools import fast_and_full
from tools.fast_and_full import COMPARED, Both, all_to_report, main
from tools.game_music import ELECTRONIC, Piece
from tools.signals import song, to_file


def heard(
    genre: str | None = "rock",
    outcome: str = "confident",
    bpm: float | None = 120.0,
    key: tuple[str, bool] = ("8A", True),
) -> Heard:
    """Make what is heard of a piece."""
    verdict = {"genre": genre, "nearest": genre or "jazz", "outcome": outcome}
    camelot, is_clear = key
    analysis: dict[str, Any] = {
        "tempo": {"free": bpm is None, "bpm": bpm},
        "key": {
            "clear": is_clear,
            "camelot": camelot if is_clear else None,
            "guesses": [{"camelot": camelot}],
        },
    }
    return Heard("hash", prediction={"ensemble": verdict}, analysis=analysis)


@pytest.mark.parametrize(
    ("fast", "said"),
    [
        (heard(), (True, True, False, False, True, True)),
        (heard("pop"), (False, False, True, False, True, True)),
        (heard(outcome="ambiguous"), (True, False, False, False, True, True)),
        (heard("pop", "ambiguous"), (False, False, False, False, True, True)),
        (heard(bpm=124), (True, True, False, False, True, True)),
        (heard(bpm=60), (True, True, False, False, False, True)),
        (heard(key=("8A", False)), (True, True, False, False, True, True)),
        (heard(key=("9A", True)), (True, True, False, False, True, False)),
    ],
)
def test_what_is_compared(fast: Heard, said: tuple[bool, ...]) -> None:
    """Nearest genre, outcome, another sure genre, sure alone, tempo within 4 %, likeliest key."""
    assert said == tuple(compare({"full": heard(), "fast": fast}) for compare in COMPARED.values())


def test_fast_alone_may_be_sure() -> None:
    """Where full is not; that is told apart, as confidence is a promise."""
    unsure: Both = {"full": heard(outcome="ambiguous"), "fast": heard()}

    report = all_to_report([unsure, {"full": heard(), "fast": heard()}])

    assert 0.5 == report["sure_alone"]["accuracy"]


def test_what_full_does_not_know_is_not_compared() -> None:
    """Where it hears no tempo and no clear key, nothing can be lost."""
    full = heard(bpm=None, key=("8A", False))

    report = all_to_report([{"full": full, "fast": heard()}, {"full": heard(), "fast": heard()}])

    assert 2 == report["same_nearest"]["n_clips"]
    assert (1, 1.0) == (report["same_tempo"]["n_clips"], report["same_key"]["accuracy"])


def test_pieces_are_heard_in_both_modes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the command's own models; one that cannot be decoded is named."""
    files = {"song": to_file(song(10)), "words": b"words and words and words" * 50}
    pieces = [Piece("made-up", name, ELECTRONIC, encoded) for name, encoded in files.items()]
    monkeypatch.setattr(fast_and_full, "installed_pieces", lambda: pieces)
    monkeypatch.setattr(fast_and_full, "REPORT", tmp_path / "report.json")

    main()

    report = json.loads((tmp_path / "report.json").read_text())
    assert (
        {*COMPARED} >= {*report} >= {"same_nearest", "same_outcome", "another_genre", "sure_alone"}
    )
    assert 1 == report["same_nearest"]["n_clips"]
    assert f"left out: words ({NotAudioError.code})" in capsys.readouterr().out
