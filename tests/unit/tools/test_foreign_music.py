"""The page about music that nobody trained on."""

from pathlib import Path

import numpy as np
import pytest

from tools import foreign_music
from tools.foreign_music import main, verdict_to_row
from tools.signals import song, to_file
from training.musicnn.packages import PackageFile

TAGS = {"rock": 0.2, "ambient": 0.9, "sad": 0.4, "happy": 0.1}


def test_row_names_three_words() -> None:
    """The likeliest words come first; a genre stands alone, the nearest one in brackets."""
    file = PackageFile(Path("/usr/share/game/music/theme.ogg"), "game", 90)
    foreign = {"outcome": "none_of_these", "genre": None, "nearest": "pop", "tags": TAGS}
    known = {"outcome": "confident", "genre": "rock", "nearest": None, "tags": None}

    words = "ambient 90%, sad 40%, rock 20%"
    assert ("game", "theme", "none_of_these", "(pop)", words) == verdict_to_row(file, foreign)
    assert ("game", "theme", "confident", "rock", "") == verdict_to_row(file, known)


def test_page_has_every_piece_that_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The served models are asked about whole files; a broken one is named and left out."""
    folder = tmp_path / "music"
    folder.mkdir()
    (folder / "theme.wav").write_bytes(to_file(song(22)))
    (folder / "noise.wav").write_bytes(
        to_file(np.random.default_rng(0).normal(0, 0.1, 22 * 22_050))
    )
    (folder / "broken.wav").write_bytes(b"no audio")
    files = [PackageFile(path, "game", 22) for path in sorted(folder.iterdir())]
    monkeypatch.setattr(foreign_music, "package_files", lambda: files)
    monkeypatch.setattr(foreign_music, "PAGE", tmp_path / "page.md")

    assert 0 == main()

    page = (tmp_path / "page.md").read_text()
    assert page.startswith("# Music of strangers")
    assert "2 pieces: " in page
    (noise,) = [line for line in page.splitlines() if "| noise |" in line]
    assert "not_music" in noise
    assert "| theme |" in page
    assert "left out: broken.wav" in capsys.readouterr().err


def test_without_pieces_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A machine without the packages is told so, and the page stays as it was."""
    monkeypatch.setattr(foreign_music, "package_files", list)
    monkeypatch.setattr(foreign_music, "PAGE", tmp_path / "page.md")

    assert 1 == main()
    assert "training.musicnn.sounds.PACKAGES" in capsys.readouterr().out
    assert not (tmp_path / "page.md").exists()
