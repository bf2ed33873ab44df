"""`make fuzz`: damage files of every container and let the services' workers decode them.

A file may be answered or refused. A worker that hangs, crashes or takes too much memory is a fault,
though no user would see more of it than a refusal; each such file is kept.
"""

import argparse
import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
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
from tools.encoders import WRITERS, samples_to_encoded
from tools.signals import channels, song

FAULTS: Final = (DecoderCrashedError, DecodingMemoryError, DecodingTimeoutError)
SONG_S: Final = 1.5
MAX_AUDIO_S: Final = 60.0
AMR_HZ: Final = 8_000
HZ: Final = 48_000
HEADER_BYTES: Final = 256
LONG: Final = 20_000  # files of each container
FOLDER: Final = Path("build/fuzz")


def damaged(encoded: bytes, random: np.random.Generator) -> bytes:
    """Change, cut out, repeat or cut off some of a file; headers more often than the rest."""
    content = bytearray(encoded)
    for _ in range(random.integers(1, 6)):
        end = HEADER_BYTES if random.random() < 0.5 else len(content)  # noqa: PLR2004  # half of them
        at = int(random.integers(0, max(1, min(end, len(content)))))
        n = int(random.integers(1, 33))
        match random.integers(0, 6):
            case 0:
                content[at : at + n] = random.integers(0, 256, n, np.uint8).tobytes()
            case 1:
                content[at : at + 1] = bytes([content[at] ^ 1 << random.integers(0, 8)])
            case 2:
                del content[at : at + n]
            case 3:
                content[at:at] = content[at : at + n * n]
            case 4:
                content[at : at + 4] = random.choice([b"\xff" * 4, bytes(4), b"\x7f" + b"\xff" * 3])
            case _:
                del content[max(at, 16) :]
        if not content:
            return encoded[:16]
    return bytes(content)


def original(name: str) -> bytes:
    """Write a short song in a container of `WRITERS`."""
    rate_hz = AMR_HZ if name == "AMR" else HZ
    samples = song(SONG_S, rate_hz)
    return samples_to_encoded(samples if name == "AMR" else channels(samples, 2), rate_hz, name)


def file_to_end(workers: Workers, name: str, encoded: bytes) -> str:
    """Decode one file: how it ended; one at which a worker failed is kept."""
    try:
        workers.decode(encoded, MAX_AUDIO_S)
    except FAULTS as fault:
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / f"{name}-{abs(hash(encoded)):x}").write_bytes(encoded)
        return fault.code
    except AudioProcessingError:
        return "refused"
    return "answered"


def fuzz(names: list[str], n_files: int, seed: int) -> dict[str, Counter[str]]:
    """Damage `n_files` of each container; how many ended in which way."""
    workers, ends = Workers(), {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name in names:
            encoded, random = original(name), np.random.default_rng([seed, len(name)])
            files = (damaged(encoded, random) for _ in range(n_files))
            ends[name] = Counter(pool.map(lambda file: file_to_end(workers, name, file), files))  # noqa: B023  # the map ends within the loop
            print(f"{name}: {dict(ends[name])}", flush=True)
    workers.close()
    return ends


def main() -> None:
    """Fuzz every container; a fault ends with status 1."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    short = 50 if os.environ.get("CI") == "true" else LONG
    parser.add_argument("n_files", nargs="?", type=int, default=short, help="of each container")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=WRITERS, action="append", help="a container")
    chosen = parser.parse_args()
    ends = fuzz(chosen.only or [*WRITERS], chosen.n_files, chosen.seed)
    faults = sum(n for counts in ends.values() for end, n in counts.items() if end[:2] == "de")
    if faults:
        sys.exit(f"{faults} files made a worker fail; they are in {FOLDER}")


if __name__ == "__main__":
    main()
