"""Whole pieces of music from free games, as Debian packages bring them, and what they are.

What a piece is, is said by package: the files of Wesnoth call themselves "Romantic Classical", the
others are synthesisers, ambient and dance, which none of the ten genres is. Tracker modules, as
fb-music-high has them, are no sound yet and left out.
"""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

import soundfile

from training.musicnn.packages import AUDIO, IS_MUSIC, MUSIC_FROM_S

CLASSICAL: Final = "classical"
ELECTRONIC: Final = "electronic"  # or ambient, dance …: none of the ten
NO_MUSIC: Final = "no music"
GAMES: Final = {
    "asc-music": ELECTRONIC,
    "hyperrogue-music": ELECTRONIC,
    "nexuiz-music": ELECTRONIC,
    "singularity-music": ELECTRONIC,
    "wesnoth-1.16-music": CLASSICAL,
    "xmoto-data": ELECTRONIC,
}
OTHERWISE: Final = {("nexuiz-music", "thunder"): NO_MUSIC}  # single claps, silence between them
ARCHIVE: Final = ".pk3"  # a ZIP file


@dataclass(frozen=True)
class Piece:
    """A piece of a package: what it is, and its file."""

    package: str
    name: str
    is_what: str
    encoded: bytes


def installed_pieces() -> Iterator[Piece]:
    """Read the pieces of `GAMES` that are installed, sorted by package and file."""
    program = shutil.which("dpkg-query")
    for package in GAMES if program else ():
        command = [str(program), "--listfiles", package]
        listed = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own arguments
        paths = sorted(Path(line) for line in listed.stdout.splitlines())
        yield from paths_to_pieces(package, [path for path in paths if path.is_file()])


def paths_to_pieces(package: str, paths: list[Path]) -> Iterator[Piece]:
    """Read the pieces of music among files, and of archives among them."""
    for path in paths:
        if path.suffix == ARCHIVE:
            with zipfile.ZipFile(path) as archive:
                for member in sorted(archive.namelist()):
                    if AUDIO.search(member):
                        yield from _long_enough(package, member, archive.read(member))
        elif AUDIO.search(path.name) and IS_MUSIC.search(str(path)):
            yield from _long_enough(package, path.name, path.read_bytes())


def _long_enough(package: str, name: str, encoded: bytes) -> Iterator[Piece]:
    """Leave jingles out; what cannot be read is a piece too, for whoever asks to say so."""
    stem = PurePosixPath(name).stem
    try:
        duration_s = soundfile.info(io.BytesIO(encoded)).duration
    except soundfile.SoundFileError:
        duration_s = MUSIC_FROM_S
    if duration_s >= MUSIC_FROM_S:
        is_what = OTHERWISE.get((package, stem), GAMES.get(package, ELECTRONIC))
        yield Piece(package, stem, is_what, encoded)
