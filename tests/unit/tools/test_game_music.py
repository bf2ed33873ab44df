"""Pieces of music of packages: which there are, and what they are."""

import shutil
import zipfile
from pathlib import Path

import pytest

from tools.game_music import (
    CLASSICAL,
    ELECTRONIC,
    NO_MUSIC,
    Piece,
    installed_pieces,
    paths_to_pieces,
)
from tools.signals import song, to_file

LONG, SHORT = to_file(song(22)), to_file(song(3))


def test_files_and_archives(tmp_path: Path) -> None:
    """Long files of music, in archives too; no effects, no pictures. Broken ones are passed on."""
    music, sounds = tmp_path / "music", tmp_path / "sounds"
    music.mkdir()
    sounds.mkdir()
    archive = tmp_path / "data.pk3"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("tracks/thunder.wav", LONG)
        packed.writestr("tracks/jingle.wav", SHORT)
        packed.writestr("tracks/cover.png", b"no sound")
    for path, encoded in {
        music / "theme.wav": LONG,
        music / "jingle.wav": SHORT,
        music / "broken.ogg": b"no audio",
        music / "score.txt": b"words",
        sounds / "rain.wav": LONG,
    }.items():
        path.write_bytes(encoded)
    paths = [archive, *sorted(music.iterdir()), *sounds.iterdir()]
    pieces = list(paths_to_pieces("nexuiz-music", paths))

    assert [
        Piece("nexuiz-music", "thunder", NO_MUSIC, LONG),
        Piece("nexuiz-music", "broken", ELECTRONIC, b"no audio"),
        Piece("nexuiz-music", "theme", ELECTRONIC, LONG),
    ] == pieces
    assert [CLASSICAL] == [p.is_what for p in paths_to_pieces("wesnoth-1.16-music", [archive])]


def test_without_debian(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere there are no packages, and so no pieces."""
    monkeypatch.setattr(shutil, "which", lambda _: None)

    assert [] == list(installed_pieces())


def test_packages_that_are_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each package is asked for its files; one that is not installed has none."""
    music = tmp_path / "music"
    music.mkdir()
    (music / "theme.wav").write_bytes(LONG)
    query = tmp_path / "dpkg-query"
    query.write_text(f'#!/bin/sh\n[ "$2" = xmoto-data ] && echo "{music}/theme.wav"\nexit 1\n')
    query.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(query))

    assert [Piece("xmoto-data", "theme", ELECTRONIC, LONG)] == list(installed_pieces())
