"""`genre bulk` over songs made for it, measured from its own rows: when each was heard."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil
import pyarrow.dataset as pds

from benchmarks.bulk.watching import Watched, watch
from music_genre.audio.constants import SAMPLE_RATE_HZ
from tools.processes import ROOT, clean_environment
from tools.signals import song, to_file

SEPARATE = 50  # songs that differ; a manifest names them again and again
SKIPPED = 0.1  # of the rows at either end, where workers begin and end
EARLY, LATE = 0.25, 0.95  # of a run, where memory is looked at


@dataclass(frozen=True)
class Measured:
    """What a run of `n_songs` by `workers` took, its start and end left out."""

    n_songs: int
    workers: int
    songs_a_second: float
    core_s_a_song: float
    all_core_s: float  # with start and end
    early_mb: float  # of the largest worker
    late_mb: float
    bytes_a_row: float


def make_songs(folder: Path, duration_s: float) -> list[str]:
    """Make songs as MP3, with other tempi; return their paths."""
    folder.mkdir()
    n_songs = SEPARATE if duration_s < 10 else 4  # noqa: PLR2004  # long ones take long to make
    for number in range(n_songs):
        file = folder / f"{number:03d}.mp3"
        file.write_bytes(to_file(song(duration_s, SAMPLE_RATE_HZ, 80 + number), kind="MP3"))
    return [str(path) for path in sorted(folder.iterdir())]


def run(songs: list[str], n_songs: int, workers: int, folder: Path, *options: str) -> Measured:
    """Hear so many songs with so many workers into a new folder."""
    folder.mkdir()
    manifest, out = folder / "list.txt", folder / "out"
    manifest.write_text("".join(f"{songs[n % len(songs)]}\n" for n in range(n_songs)))
    command = [sys.executable, "-m", "genre_cli", "bulk", str(manifest), "--out", str(out)]
    process = psutil.Popen(
        [*command, "--json", "--workers", str(workers), *options],
        cwd=ROOT,
        env=clean_environment(LANG="C"),
        stdout=subprocess.DEVNULL,
    )
    watched = watch(process)
    if process.returncode:
        raise RuntimeError(f"genre bulk ended with {process.returncode}")
    return measured(out, workers, watched)


def measured(out: Path, workers: int, watched: Watched) -> Measured:
    """Read when songs were heard, and what was used meanwhile. Raises where one failed."""
    table = pds.dataset(out, format="parquet").to_table(columns=["heard_at", "code"])
    codes = {code for code in table["code"].to_pylist() if code}
    if codes:
        raise RuntimeError(f"songs were not heard: {json.dumps(sorted(codes))}")
    at_s = sorted(one.timestamp() for one in table["heard_at"].to_pylist())
    skipped = max(workers, round(SKIPPED * len(at_s)))
    inside = at_s[skipped : len(at_s) - skipped]
    took_s, n_heard = inside[-1] - inside[0], len(inside) - 1
    whole_s = at_s[-1] - at_s[0]
    return Measured(
        n_songs=len(at_s),
        workers=workers,
        songs_a_second=n_heard / took_s,
        core_s_a_song=watched.cpu_between(inside[0], inside[-1]) / n_heard,
        all_core_s=watched.samples[-1].cpu_s,
        early_mb=watched.worker_mb_at(at_s[0] + EARLY * whole_s),
        late_mb=watched.worker_mb_at(at_s[0] + LATE * whole_s),
        bytes_a_row=sum(path.stat().st_size for path in out.glob("part-*")) / len(at_s),
    )
