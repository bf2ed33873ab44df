"""Music and sound effects of free games, as Debian packages bring them.

What a file is, the words of its path say: whole words, for an invoice is no voice. Recordings that
`training.musicnn.speech` reads are speech, whatever their names, and no effects.
"""

import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from training.musicnn.sounds import MUSIC, PACKAGES, LabelledSound, file_to_samples
from training.musicnn.speech import RECORDED

AUDIO: Final = re.compile(r"\.(ogg|mp3|flac|wav|opus|oga)$", re.IGNORECASE)
MUSIC_FROM_S: Final = 20.0  # what is shorter is a jingle or an effect
EFFECTS_S: Final = (1.0, 15.0)
IS_MUSIC: Final = re.compile(r"(?<![a-z])(musics?|moh)(?![a-z])", re.IGNORECASE)
IS_VOICE: Final = re.compile(r"(?<![a-z])voices?(?![a-z])", re.IGNORECASE)
IS_TAUNT: Final = re.compile(r"(?<![a-z])taunts?(?![a-z])", re.IGNORECASE)
EXCERPTS: Final = 2  # of each piece
EXCERPT_S: Final = (3.0, 10.0)
INSIDE: Final = (0.1, 0.8)  # [share of the piece] where excerpts begin
MOST_EFFECTS: Final = 60  # of a package
SEED: Final = 7


@dataclass(frozen=True)
class PackageFile:
    """An audio file of a package."""

    path: Path
    package: str
    duration_s: float


def package_files() -> list[PackageFile]:
    """List the audio files of the packages that are installed, sorted."""
    program = shutil.which("dpkg-query")
    if program is None:
        return []
    files = []
    for package in PACKAGES:
        command = [program, "--listfiles", package]
        listed = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own arguments
        for line in sorted(listed.stdout.splitlines()):
            path = Path(line)
            if not AUDIO.search(line) or path.is_symlink() or not path.is_file():
                continue
            try:
                files.append(PackageFile(path, package, soundfile.info(path).duration))
            except soundfile.SoundFileError:
                continue  # a format that is not read here
    return files


def pieces(files: list[PackageFile]) -> list[PackageFile]:
    """Select pieces of music."""
    return [f for f in files if f.duration_s >= MUSIC_FROM_S and IS_MUSIC.search(str(f.path))]


def music_of_strangers(files: list[PackageFile]) -> Iterator[LabelledSound]:
    """Cut excerpts out of each piece; each package is a source."""
    chance = random.Random(SEED)  # noqa: S311  # chance here is not for secrets
    for file in pieces(files):
        for _ in range(EXCERPTS):
            start_s = chance.uniform(*INSIDE) * file.duration_s
            samples = file_to_samples(file.path, start_s, chance.uniform(*EXCERPT_S))
            yield LabelledSound(f"{file.path.name} {start_s:.0f} s", MUSIC, file.package, samples)


def effects(files: list[PackageFile]) -> Iterator[LabelledSound]:
    """Take sound effects, and voices of games, at most sixty of each of a package."""
    chance = random.Random(SEED)  # noqa: S311  # chance here is not for secrets
    shortest_s, longest_s = EFFECTS_S
    chosen = [
        file
        for file in files
        if shortest_s <= file.duration_s < longest_s
        and not IS_MUSIC.search(str(file.path))
        and not any(file.path.is_relative_to(place) for place in RECORDED)
    ]
    chance.shuffle(chosen)
    taken: dict[str, int] = {}
    for file in chosen:
        is_voice = IS_VOICE.search(str(file.path))
        source = f"{file.package}, {'voices' if is_voice else 'effects'}"
        taken[source] = taken.get(source, 0) + 1
        if taken[source] > MOST_EFFECTS or (IS_TAUNT.search(str(file.path)) and not is_voice):
            continue
        kind = "speech" if is_voice else "other"
        samples = np.nan_to_num(file_to_samples(file.path))
        yield LabelledSound(file.path.name, kind, source, samples)
