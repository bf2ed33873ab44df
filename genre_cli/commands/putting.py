"""What a command makes → a file: the whole of it, or what was there before."""

from pathlib import Path

import typer

from genre_cli.telling.names import escaped
from genre_cli.telling.output import Output
from genre_cli.telling.problems import FileProblemError, told_as_write
from genre_cli.whole_file import write_whole


def put(content: bytes, out: Path, output: Output) -> None:
    """Write a file, and tell it; one that cannot be written is told, and ends the command."""
    try:
        bytes_to_file(content, out)
    except FileProblemError as error:
        output.problem(out, error)
        raise typer.Exit(output.status) from error
    output.note(f"{escaped(out)}: {output.texts.written}")


def bytes_to_file(content: bytes, path: Path) -> None:
    """Write a file, past links; a pipe or a device is written to.

    Raises `FileProblemError` (`no_room`, `not_a_file`, `file_unwritable`): then nothing changed.
    """
    with told_as_write():
        target = path.resolve()
        if target.is_dir():
            raise FileProblemError("not_a_file")
        if target.exists() and not target.is_file():
            target.write_bytes(content)
        else:
            write_whole(target, content)
