"""A file of what was made: the whole of it, or what was there before."""

import os
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Final

SCRATCH: Final = ".scratch-"  # readers of data sets pass over names with a dot


def write_whole(path: Path, content: bytes) -> None:
    """Write beside a file, then rename over it when it is on the disk; its rights stay.

    Raises `OSError`: then nothing has changed.
    """
    scratch = path.with_name(f"{SCRATCH}{uuid.uuid4().hex}")
    try:
        with scratch.open("xb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        if path.exists():
            scratch.chmod(path.stat().st_mode)
        scratch.replace(path)
    finally:
        with suppress(OSError):  # as in a folder that lets nothing go; the reason is told
            scratch.unlink(missing_ok=True)
