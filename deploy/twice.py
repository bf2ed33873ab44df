"""`python deploy/twice.py`: build every image twice from nothing, and compare file by file.

What is compared: which files there are, their kind, content, rights and owner. Their times are not:
the builder itself sets them to the commit's, which SOURCE_DATE_EPOCH tells it.
"""

import hashlib
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from deploy.services import SERVICES

ROOT: Final = Path(__file__).parent.parent
DOCKERFILES: Final = (*(f"{package}/Dockerfile" for package in SERVICES), "deploy/bulk/Dockerfile")
# What numba compiled has comments with addresses of objects, which a kernel deals out at random.
COMPILED: Final = ".nbc"
ADDRESS: Final = re.compile(rb"0x[0-9a-f]{8,16}")
Entry = tuple[object, ...]


def main() -> int:
    """Build them; the exit status says whether each came out the same twice."""
    committed = subprocess.run(
        ["git", "log", "-1", "--format=%ct"],  # noqa: S607  # git is on the PATH
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    differ = False
    for dockerfile in DOCKERFILES:
        first, second = (dockerfile_to_entries(dockerfile, int(committed.stdout)) for _ in range(2))
        names = sorted(entries_to_different(first, second))
        print(f"{dockerfile}: {len(first)} files, {len(names)} differ", *names, sep="\n  ")
        differ |= bool(names)
    return int(differ)


def dockerfile_to_entries(dockerfile: str, epoch_s: int) -> dict[str, Entry]:
    """Build an image without what earlier builds left; return what is in it, by name.

    Raises `CalledProcessError` where it cannot be built.
    """
    command = (
        *("docker", "buildx", "build", "--quiet", "--no-cache", "--target", "production"),
        *("--build-arg", f"SOURCE_DATE_EPOCH={epoch_s}", "--file", dockerfile),
        *("--output", "type=tar,dest=-", "."),
    )
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as build:  # noqa: S603
        assert build.stdout is not None  # noqa: S101  # asked for above
        entries = dict(tar_to_entries(build.stdout))
    if build.returncode:
        raise subprocess.CalledProcessError(build.returncode, command)
    return entries


def tar_to_entries(stream: IO[bytes]) -> Iterator[tuple[str, Entry]]:
    """Read an archive as it comes; give each name with all that makes its file what it is."""
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for member in archive:
            content: str | bytes = member.linkname
            if file := archive.extractfile(member) if member.isreg() else None:
                read = file.read()
                if member.name.endswith(COMPILED):
                    read = ADDRESS.sub(b"0x", read)
                content = hashlib.sha256(read).digest()
            yield member.name, (member.type, content, member.mode, member.uid, member.gid)


def entries_to_different(first: dict[str, Entry], second: dict[str, Entry]) -> set[str]:
    """Name what is in one alone, or not the same in both."""
    return {name for name, _ in first.items() ^ second.items()}


if __name__ == "__main__":
    sys.exit(main())
