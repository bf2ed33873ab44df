"""`python -m music_genre.webapi.gate.new_key "My app" --file keys.txt`: a key for `/v1`.

It is shown once; the file gets its hash.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from music_genre.webapi.gate.api_keys import KeysFileError, new_key

FOR_THE_OWNER_ALONE: Final = 0o600


def main(arguments: Sequence[str]) -> int:
    """Make a key, tell it, and keep its hash; the exit status is 1 where that cannot be."""
    parser = argparse.ArgumentParser(prog="new_key", description="Make a key for /v1.")
    parser.add_argument("name", help="whose it is")
    parser.add_argument("--per-minute", type=int, default=0, help="requests a minute; 0: no limit")
    parser.add_argument("--file", type=Path, help="API_KEYS_FILE; without it the line is printed")
    told = parser.parse_args(arguments)
    if told.per_minute < 0:
        parser.error("--per-minute cannot be negative")
    try:
        text, key = new_key(told.name, told.per_minute)
        if told.file:
            _add(told.file, key.line())
    except (KeysFileError, OSError) as error:
        sys.stderr.write(f"no key was made: {error}\n")
        return 1
    if not told.file:
        sys.stderr.write(f"Add this line to API_KEYS_FILE:\n{key.line()}\nThe key itself:\n")
    sys.stdout.write(f"{text}\n")
    return 0


def _add(path: Path, line: str) -> None:
    """Add a line at the end of a file, which is made for its owner alone."""
    path.touch(FOR_THE_OWNER_ALONE)
    is_whole = not path.stat().st_size or path.read_bytes().endswith(b"\n")
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{'' if is_whole else chr(10)}{line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
