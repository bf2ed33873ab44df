"""The plugin as people use it: `beet import` and `beet musicgenre`, with real files and models."""

import shutil
import subprocess
import sys
from pathlib import Path

import mediafile
import pytest
import yaml
from models.tagged_songs import write_music

from tools.processes import ROOT, Services, clean_environment

EXAMPLES = ROOT / "frontend" / "static" / "examples"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Make a library of beets that copies what it imports, without looking it up anywhere."""
    config = {
        "plugins": "musicgenre",
        "directory": str(tmp_path / "library"),
        "library": str(tmp_path / "library.db"),
        "import": {"autotag": False, "copy": True, "write": True},
        "musicgenre": {"unsure": True, "names": {"disco": "Disco/Funk"}},
    }
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config))
    new = tmp_path / "new"
    new.mkdir()
    shutil.copy(EXAMPLES / "disco.mp3", new)
    write_music(new / "short.m4a", "MP4")
    broken = write_music(new / "broken.flac", "FLAC")
    content = broken.read_bytes()
    broken.write_bytes(content[:200] + b"\0" * (len(content) - 200))
    return tmp_path


def beet(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the real beets."""
    environment = clean_environment(BEETSDIR=str(home), GENRE_HOME=str(home / "genre"))
    return subprocess.run(
        [sys.executable, "-m", "beets", *arguments],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_import_and_command(home: Path) -> None:
    """Songs are tagged as they come in; one that cannot be heard comes in without."""
    imported = beet(home, "import", "-q", str(home / "new"))

    assert 0 == imported.returncode, imported.stderr
    listed = beet(home, "list", "-f", "$format|$genres|$bpm|$initial_key").stdout.splitlines()
    by_format = {line.split("|")[0]: line.split("|")[1:] for line in listed}
    assert {"MP3", "AAC", "FLAC"} == by_format.keys()
    assert "Disco/Funk" == by_format["MP3"][0]
    assert 40 < int(by_format["MP3"][1]) < 240
    assert ["", "0", ""] == by_format["FLAC"]
    assert "broken" in imported.stderr
    # As always in beets, what is imported as it is has its tags in the library alone until told.
    (copied,) = (home / "library").rglob("*.mp3")
    assert not mediafile.MediaFile(copied).genres
    beet(home, "write")
    tags = mediafile.MediaFile(copied)
    assert (["Disco/Funk"], int(by_format["MP3"][1])) == (tags.genres, tags.bpm)

    beet(home, "modify", "-y", "format:MP3", "genres=Mine", "bpm=1")
    pretended = beet(home, "musicgenre", "--pretend", "--force", "format:MP3")
    assert "Disco/Funk" in pretended.stdout
    assert "Mine" == beet(home, "list", "-f", "$genres", "format:MP3").stdout.strip()


def test_with_a_server(home: Path, services: Services) -> None:
    """A server that runs is asked instead, and says the same."""
    config = yaml.safe_load((home / "config.yaml").read_text())
    config["musicgenre"] |= {"server": services.frontend, "auto": False}
    (home / "config.yaml").write_text(yaml.safe_dump(config))
    beet(home, "import", "-q", str(home / "new"))
    assert "" == beet(home, "list", "-f", "$genres", "format:MP3").stdout.strip()

    done = beet(home, "musicgenre", "format:MP3")

    assert 0 == done.returncode, done.stderr
    assert "Disco/Funk" == beet(home, "list", "-f", "$genres", "format:MP3").stdout.strip()
