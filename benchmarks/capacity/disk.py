"""What a beat takes of the catalogue's disk, and a song of a library's."""

import contextlib
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import requests

from music_genre.audio.constants import SAMPLE_RATE_HZ
from tools.processes import ROOT, clean_environment
from tools.signals import song, to_file

LOOP_S: Final = 8.0
BEATS: Final = 12
SONG_S: Final = 240.0
SONGS: Final = 6
PATIENCE_S: Final = 120
FIRST_BPM: Final = 80
FORM: Final = {"style": "Bench", "licence": "CC0-1.0", "author": "bench"}


@dataclass(frozen=True)
class Disk:
    """Bytes on a disk, of one each."""

    beat_bytes: float  # a recorded loop of `LOOP_S`
    loop_bytes: float  # the file that it was sent as
    song_bytes: float  # of `SONG_S` in a library


def measure_disk(beats_url: str, folder: Path, n_beats: int = BEATS, n_songs: int = SONGS) -> Disk:
    """Add beats to the service whose catalogue is in `folder`, and scan songs into a library."""
    before = folder_to_bytes(folder, "beats.db")
    sent = 0
    for number in range(n_beats):
        loop = to_file(song(LOOP_S, SAMPLE_RATE_HZ, FIRST_BPM + number))
        sent += len(loop)
        response = requests.post(
            f"{beats_url}/beats",
            files={"file": loop},
            data=FORM | {"title": f"Loop {number}", "bpm": f"{FIRST_BPM + number}"},
            timeout=PATIENCE_S,
        )
        response.raise_for_status()
    beat_bytes = (folder_to_bytes(folder, "beats.db") - before) / n_beats
    return Disk(beat_bytes, sent / n_beats, _song_bytes(folder, n_songs))


def folder_to_bytes(folder: Path, database: str) -> int:
    """Count the bytes of a SQLite database, what waits in its write-ahead log being part of it.

    The log repeats pages, so the database is copied as a backup is.
    """
    copy = folder / f"{database}.measured"
    copy.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(folder / database)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    return copy.stat().st_size


def _song_bytes(folder: Path, n_songs: int) -> float:
    """Scan one song, then more, into the same library; the growth leaves the empty tables out."""
    music, library = folder / "music", folder / "library.db"
    music.mkdir()
    sizes = []
    for count in (1, n_songs):
        for number in range(len(list(music.iterdir())), count):
            samples = song(SONG_S, SAMPLE_RATE_HZ, FIRST_BPM + number)
            (music / f"{number}.mp3").write_bytes(to_file(samples, kind="MP3"))
        command = ["-m", "genre_cli", "scan", str(music)]
        subprocess.run(  # noqa: S603  # our own command
            [sys.executable, *command],
            check=True,
            cwd=ROOT,
            env=clean_environment(LANG="C", GENRE_LIBRARY=f"sqlite:///{library}"),
            capture_output=True,
        )
        sizes.append(folder_to_bytes(folder, library.name))
    return (sizes[1] - sizes[0]) / (n_songs - 1)
