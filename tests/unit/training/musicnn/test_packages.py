"""What is taken of the sounds that packages bring."""

from pathlib import Path

import numpy as np
import pytest
from unit.training.musicnn.made_programs import put_program

from music_genre.audio.constants import SAMPLE_RATE_HZ
from tools.signals import sine, to_file
from training.musicnn import packages
from training.musicnn.packages import (
    EXCERPT_S,
    EXCERPTS,
    MOST_EFFECTS,
    PackageFile,
    effects,
    music_of_strangers,
    package_files,
    pieces,
)


def put_file(folder: Path, name: str, duration_s: float) -> Path:
    """Write a tone under this name."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_file(sine(440, duration_s, 8_000), 8_000))
    return path


def made_file(path: Path, duration_s: float, package: str = "game") -> PackageFile:
    """Write a tone, and say that it is of a package."""
    return PackageFile(put_file(path.parent, path.name, duration_s), package, duration_s)


def test_audio_files_of_installed_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what a package lists, readable audio is taken, sorted; a package not there has none."""
    good = [put_file(tmp_path, name, 1.5) for name in ("music/b.WAV", "sounds/a.wav")]
    (tmp_path / "broken.ogg").write_bytes(b"no audio")
    (tmp_path / "readme.txt").write_text("text")
    (tmp_path / "link.wav").symlink_to(good[0])
    listed = [*reversed(good), tmp_path / "broken.ogg", tmp_path / "readme.txt"]
    listed += [tmp_path / "link.wav", tmp_path / "gone.wav", tmp_path]
    (tmp_path / "game.list").write_text("\n".join(map(str, listed)))
    put_program(tmp_path, "dpkg-query", f'exec cat "{tmp_path}/$2.list"', monkeypatch)
    monkeypatch.setattr(packages, "PACKAGES", ("absent", "game"))

    assert [PackageFile(path, "game", 1.5) for path in good] == package_files()


def test_machine_without_packages_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Debian's program is missing nothing is listed."""
    monkeypatch.setenv("PATH", str(tmp_path))

    assert [] == package_files()


@pytest.mark.parametrize(
    ("path", "duration_s", "is_piece"),
    [
        ("/usr/share/game/music/a.ogg", 20.0, True),
        ("/usr/share/game/music/a.ogg", 19.9, False),
        ("/usr/share/asterisk/moh/a.wav", 90.0, True),
        ("/usr/share/game/sounds/rain.ogg", 90.0, False),
        ("/usr/share/game/Textures/Musics/a.ogg", 90.0, True),
        ("/usr/share/game/title_music.ogg", 90.0, True),
        ("/usr/share/game/musicians/a.ogg", 90.0, False),
        ("/usr/share/mohican/sounds/a.ogg", 90.0, False),
    ],
)
def test_pieces_are_long_and_called_music(path: str, duration_s: float, is_piece: bool) -> None:
    """A jingle is no piece, nor is a long effect."""
    file = PackageFile(Path(path), "game", duration_s)

    assert ([file] if is_piece else []) == pieces([file])


def test_excerpts_of_each_piece(tmp_path: Path) -> None:
    """Each piece gives two different excerpts of 3 to 10 s; the package is their source."""
    files = [made_file(tmp_path / "music" / f"{n}.wav", 25, f"game {n}") for n in range(3)]

    sounds, again = list(music_of_strangers(files)), list(music_of_strangers(files))

    assert [f"game {n}" for n in range(3) for _ in range(EXCERPTS)] == [s.source for s in sounds]
    assert {"music"} == {sound.kind for sound in sounds}
    lengths_s = [len(sound.samples) / SAMPLE_RATE_HZ for sound in sounds]
    shortest_s, longest_s = EXCERPT_S
    assert shortest_s - 0.01 <= min(lengths_s) <= max(lengths_s) <= longest_s + 0.01
    assert len(lengths_s) == len(set(lengths_s))
    for one, other in zip(sounds, again, strict=True):
        np.testing.assert_array_equal(one.samples, other.samples)


def test_short_sounds_by_kind(tmp_path: Path) -> None:
    """Voices are speech, other short sounds are others; music, taunts and long sounds are none."""
    names = ("door.wav", "voices/hello.wav", "music/jingle.wav", "taunts/ha.wav")
    files = [made_file(tmp_path / name, 1.0) for name in names]
    files += [made_file(tmp_path / "long.wav", 15.0), made_file(tmp_path / "tick.wav", 0.99)]

    sounds = {sound.name: (sound.kind, sound.source) for sound in effects(files)}

    assert {
        "door.wav": ("other", "game, effects"),
        "hello.wav": ("speech", "game, voices"),
    } == sounds


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("voice_samples/hello.wav", "speech"),
        ("Voices/hello.wav", "speech"),
        ("sounds/hello voice.wav", "speech"),
        ("sounds/invoice.wav", "other"),
        ("voicemail_tones/beep.wav", "other"),
        ("musicians/steps.wav", "other"),
        ("taunted/steps.wav", "other"),
    ],
)
def test_words_are_whole(tmp_path: Path, name: str, kind: str) -> None:
    """A word inside another one says nothing of a sound."""
    files = [made_file(tmp_path / name, 1.0)]

    assert [kind] == [sound.kind for sound in effects(files)]


def test_recorded_speech_is_no_effect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the speakers say who are read elsewhere would be speech under another kind."""
    monkeypatch.setattr(packages, "RECORDED", {tmp_path / "speakers": 1})
    files = [made_file(tmp_path / name, 1.0) for name in ("speakers/en/one.wav", "door.wav")]

    assert ["door.wav"] == [sound.name for sound in effects(files)]


def test_no_package_has_too_many(tmp_path: Path) -> None:
    """Sixty effects of a package are taken, and the other package's are not fewer for it."""
    path = put_file(tmp_path, "door.wav", 1.0)
    files = [PackageFile(path, "large", 1.0)] * (MOST_EFFECTS + 5)
    files += [PackageFile(path, "small", 1.0)] * 2

    sources = [sound.source for sound in effects(files)]

    assert MOST_EFFECTS == sources.count("large, effects")
    assert 2 == sources.count("small, effects")
