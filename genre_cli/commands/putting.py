"""What a command makes → a file: the whole of it, or what was there before."""

import os
import tempfile
from pathlib import Path

import typer

from genre_cli.telling.names import escaped
from genre_cli.telling.output import Output
from genre_cli.telling.problems import FileProblemError, told_as_write

NEW_FILE_MODE = 0o666  # of which the user's mask takes away


def put(content: bytes, out: Path, output: Output) -> None:
    """Write a file, and tell it; one that cannot be written is told, and ends the command."""
    try:
        bytes_to_file(content, out)
    except FileProblemError as error:
        output.problem(out, error)
        raise typer.Exit(output.status) from error
    output.note(f"{escaped(out)}: {output.texts.written}")


def bytes_to_file(content: bytes, path: Path) -> None:
    """Write beside a file, then rename over it, past links.

    Raises `FileProblemError` (`no_room`, `not_a_file`, `file_unwritable`): then nothing changed.
    """
    with told_as_write():
        target = path.resolve()
        if target.is_dir():
            raise FileProblemError("not_a_file")
        if target.exists() and not target.is_file():  # a pipe or a device
            target.write_bytes(content)
        else:
            _replace(target, content)


def _replace(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}-")
    scratch = Path(name)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        scratch.chmod(_mode_of(target))
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)


def _mode_of(target: Path) -> int:
    """Choose the rights of a file: those that it has, or a new one's."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return NEW_FILE_MODE & ~mask
