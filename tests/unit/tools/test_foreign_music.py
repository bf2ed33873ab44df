"""The page about music that nobody trained on."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tools import foreign_music
from tools.foreign_music import (
    FITTING,
    Answer,
    answer_to_row,
    answers_to_page,
    main,
    verdict_to_value,
)
from tools.game_music import CLASSICAL, ELECTRONIC, NO_MUSIC, Piece
from tools.served_verdict import served_models
from tools.signals import song, to_file
from training.musicnn.sounds import PACKAGES

TAGS = {"rock": 0.2, "ambient": 0.9, "sad": 0.4, "happy": 0.1, "slow": 0.05}


def verdict(outcome: str, genre: str | None = None, **changed: Any) -> dict[str, Any]:
    """Make a verdict whose likeliest genre is classical."""
    return {
        "outcome": outcome,
        "genre": genre,
        "kind": None,
        "nearest": genre or "classical",
        "tags": TAGS,
        "probabilities": {"classical": 0.7, "disco": 0.3},
    } | changed


@pytest.mark.parametrize(
    ("said", "is_what", "value"),
    [
        (verdict("confident", "classical"), CLASSICAL, "useful"),
        (verdict("confident", "disco"), CLASSICAL, "wrong"),
        (verdict("confident", "disco"), ELECTRONIC, "wrong"),
        (verdict("confident", "classical"), NO_MUSIC, "wrong"),
        (verdict("ambiguous", "classical"), CLASSICAL, "no use"),
        (verdict("none_of_these"), ELECTRONIC, "useful"),
        (verdict("none_of_these", tags={"rock": 0.9, "ambient": 0.8}), ELECTRONIC, "no use"),
        (verdict("none_of_these", tags=None), ELECTRONIC, "no use"),
        (verdict("none_of_these"), CLASSICAL, "no use"),
        (verdict("not_music"), NO_MUSIC, "useful"),
        (verdict("not_music"), ELECTRONIC, "no use"),
        (verdict("silence", nearest=None, tags=None, probabilities=None), NO_MUSIC, "no use"),
    ],
)
def test_worth(said: dict[str, Any], is_what: str, value: str) -> None:
    """A sure genre is right or wrong; words are useful where the first of them fits."""
    assert value == verdict_to_value(said, is_what)


def test_fitting_words_are_words_of_the_served_model() -> None:
    """Each word that may fit can be said."""
    assert FITTING <= set(served_models()["svm"].doubt.tag_names)


def test_row() -> None:
    """Four words, the likeliest first; a genre stands alone, the nearest one in brackets."""
    piece = Piece("game", "theme", ELECTRONIC, b"")
    words = "ambient 90%, sad 40%, rock 20%, happy 10%"
    foreign = Answer(piece, verdict("none_of_these"), "useful")
    wrong = Answer(piece, verdict("confident", "disco"), "wrong")
    thunder = Answer(piece, verdict("not_music", kind="other"), "no use")

    start = ("game", "theme")
    assert (*start, "none of these", "(classical 70%)", words, "useful") == answer_to_row(foreign)
    assert (*start, "confident", "disco 30%", words, "**wrong**") == answer_to_row(wrong)
    assert "not music: other" == answer_to_row(thunder)[2]


def test_sums() -> None:
    """Answers are counted over all and by package, and it is said who was trained with."""
    unheard = Piece("nexuiz-music", "sixtyfour", ELECTRONIC, b"")
    heard = Piece("xmoto-data", "menu", ELECTRONIC, b"")
    page = answers_to_page(
        [
            Answer(unheard, verdict("confident", "disco"), "wrong"),
            Answer(unheard, verdict("none_of_these"), "useful"),
            Answer(heard, verdict("none_of_these"), "useful"),
        ]
    )

    assert "3 pieces: useful 2 (67%), wrong with confidence 1 (33%)." in page
    assert "xmoto-data" in PACKAGES
    assert "| nexuiz-music | electronic | no | 2 | 1 (50%) | 1 (50%) | 0 (0%) |" in page
    assert "| xmoto-data | electronic | yes | 1 | 1 (100%) | 0 (0%) | 0 (0%) |" in page


def test_page_has_every_piece_that_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The served models are asked about whole files; a broken one is named and left out."""
    noise = to_file(np.random.default_rng(0).normal(0, 0.1, 22 * 22_050))
    pieces = [
        Piece("asc-music", "broken", ELECTRONIC, b"no audio"),
        Piece("asc-music", "noise", NO_MUSIC, noise),
        Piece("asc-music", "theme", ELECTRONIC, to_file(song(22))),
    ]
    monkeypatch.setattr(foreign_music, "installed_pieces", lambda: iter(pieces))
    monkeypatch.setattr(foreign_music, "PAGE", tmp_path / "page.md")

    assert 0 == main()

    page = (tmp_path / "page.md").read_text()
    assert page.startswith("# Music of strangers")
    assert "2 pieces: " in page
    (noisy,) = [line for line in page.splitlines() if "| noise |" in line]
    assert "not music: noise" in noisy
    assert noisy.endswith("| useful |")
    assert "| theme |" in page
    assert "left out: asc-music, broken" in capsys.readouterr().err


def test_without_pieces_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A machine without the packages is told so, and the page stays as it was."""
    monkeypatch.setattr(foreign_music, "installed_pieces", lambda: iter(()))
    monkeypatch.setattr(foreign_music, "PAGE", tmp_path / "page.md")

    assert 1 == main()
    assert "nexuiz-music" in capsys.readouterr().out
    assert not (tmp_path / "page.md").exists()
