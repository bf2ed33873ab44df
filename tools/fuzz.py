"""`make fuzz`: damage files of every container, and MIDI, and let the services' readers have them.

A file may be answered or refused. One at which a reader hangs or crashes is a fault, though no user
would see more of it than a refusal; it is kept, and `--replay` reads it again. So is one that the
limit of memory stopped, which is that limit at work and no fault.
"""

import argparse
import itertools
import os
import sys
import time
import traceback
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from music_genre.audio.decoding.workers import Workers
from music_genre.audio.errors import (
    AudioProcessingError,
    DecoderCrashedError,
    DecodingMemoryError,
    DecodingTimeoutError,
)
from tools.fuzzing import midi
from tools.fuzzing.damage import damaged
from tools.fuzzing.originals import ORIGINALS, original

FAULTS: Final[dict[type[AudioProcessingError], str]] = {
    DecodingTimeoutError: "timeout",
    DecoderCrashedError: "crash",
    DecodingMemoryError: "over memory",
}
ENDS: Final = ("answered", "refused", *FAULTS.values())
MAX_AUDIO_S: Final = 60.0
LONG: Final = 20_000  # files of each container
SHORT: Final = 50
BATCH: Final = 64  # that wait at once
FOLDER: Final = Path("build/fuzz")
MEBIBYTE: Final = 2**20


@dataclass
class Tally:
    """How the files of a container ended, what they took, and how long the slowest did."""

    ends: Counter[str] = field(default_factory=Counter)
    peak_bytes: int = 0
    slowest_s: float = 0.0
    took_s: float = 0.0

    def to_row(self, name: str) -> str:
        """Write it as a row of a table in Markdown."""
        n_files = self.ends.total()
        counts = " | ".join(f"{self.ends[end]:,}" for end in ENDS)
        took = f"{self.peak_bytes / MEBIBYTE:.0f} | {self.slowest_s:.2f}"
        return f"| {name} | {n_files:,} | {counts} | {took} | {n_files / self.took_s:.0f} |"


def seed_to_files(name: str, n_files: int, seed: int) -> Iterator[bytes]:
    """Damage `n_files` of a container; each is alike whichever others are made."""
    if name == midi.NAME:
        midis = midi.originals()
        return (midi.damaged_midi(midis, _random(name, seed, i)) for i in range(n_files))
    encoded = original(name)
    others = [original(other) for other in ORIGINALS if other != name]
    return (damaged(encoded, name, _random(name, seed, i), others) for i in range(n_files))


def _random(name: str, seed: int, number: int) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(name.encode()), number])


def decoded_to_end(workers: Workers, encoded: bytes) -> str:
    """Decode one file: how it ended."""
    try:
        workers.decode(encoded, MAX_AUDIO_S)
    except AudioProcessingError as error:
        return FAULTS.get(type(error), "refused")
    return "answered"


def midi_to_end(encoded: bytes) -> str:
    """Read one MIDI file: how it ended."""
    try:
        return midi.read_midi(encoded)
    except Exception:  # noqa: BLE001  # any is a fault, and the others are to be read too
        traceback.print_exc()
        return "crash"


def fuzz_one(name: str, n_files: int, seed: int, workers: Workers) -> Tally:
    """Damage and read `n_files` of a container; those at which a reader failed are kept."""
    tally, begun = Tally(), time.monotonic()
    workers.peak_bytes = 0
    numbered = enumerate(seed_to_files(name, n_files, seed))

    def read(file: tuple[int, bytes], to_end: Callable[[bytes], str]) -> tuple[str, float]:
        number, encoded = file
        started = time.monotonic()
        end = to_end(encoded)
        if end in FAULTS.values():
            FOLDER.mkdir(parents=True, exist_ok=True)
            kept = FOLDER / f"{name}-{seed}-{number}-{end.replace(' ', '-')}"
            kept.write_bytes(encoded)
        return end, time.monotonic() - started

    def count(ended: Sequence[tuple[str, float]]) -> None:
        tally.ends.update(end for end, _ in ended)
        tally.slowest_s = max(tally.slowest_s, *(took_s for _, took_s in ended))

    if name == midi.NAME:  # alarms reach the main thread only
        for file in numbered:
            count([read(file, midi_to_end)])
        tally.peak_bytes = midi.peak_bytes()
    else:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            while batch := list(itertools.islice(numbered, BATCH)):
                count(
                    [
                        *pool.map(
                            lambda file: read(file, lambda b: decoded_to_end(workers, b)), batch
                        )
                    ]
                )
        tally.peak_bytes = workers.peak_bytes
    tally.took_s = time.monotonic() - begun
    return tally


def fuzz(names: Sequence[str], n_files: int, seed: int) -> dict[str, Tally]:
    """Damage and read `n_files` of each container, and print a table of how they ended."""
    workers, tallies = Workers(), {}
    print("| container | files |", " | ".join(ENDS), "| peak MB | slowest s | files/s |")
    print("|---|" + "---:|" * (len(ENDS) + 4), flush=True)
    for name in names:
        tallies[name] = fuzz_one(name, n_files, seed, workers)
        print(tallies[name].to_row(name), flush=True)
    workers.close()
    return tallies


def replay(path: Path) -> str:
    """Read a file that was kept once more: how it ended."""
    if path.name.startswith(midi.NAME):
        return midi_to_end(path.read_bytes())
    workers = Workers()
    end = decoded_to_end(workers, path.read_bytes())
    workers.close()
    return end


def main() -> None:
    """Fuzz every container; a fault ends with status 1."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    short = SHORT if os.environ.get("CI") == "true" else LONG
    names = [midi.NAME, *ORIGINALS]
    parser.add_argument("n_files", nargs="?", type=int, default=short, help="of each container")
    parser.add_argument("--seed", type=int, default=0, help="another makes other files")
    parser.add_argument("--only", choices=names, action="append", help="a container")
    parser.add_argument("--replay", type=Path, help="a file that was kept, read again")
    chosen = parser.parse_args()
    if chosen.replay:
        print(replay(chosen.replay))
        return
    tallies = fuzz(chosen.only or names, chosen.n_files, chosen.seed)
    faults = sum(tally.ends[end] for tally in tallies.values() for end in ("timeout", "crash"))
    if faults:
        sys.exit(f"{faults} files made a reader fail; they are in {FOLDER}")


if __name__ == "__main__":
    main()
