"""`genre scan FOLDER`: a folder of music into the library."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genre_cli.answering.answers import Mode
from genre_cli.commands.options import AsJson, ListeningMode, Spoken, new_output
from genre_cli.commands.stopping import stopped_gently
from genre_cli.home import library_url
from genre_cli.library.rows import song_to_facts, song_to_row
from genre_cli.telling.names import escaped
from genre_cli.telling.output import Output
from genre_cli.telling.problems import INTERRUPTED
from genre_cli.telling.song import song_to_line

if TYPE_CHECKING:
    from genre_cli.library.hearers import Hearers
    from genre_cli.library.scan import Scan, Scanned


def scan(
    folders: Annotated[list[Path], typer.Argument(help="Folders of music.", show_default=False)],
    processes: Annotated[
        int | None, typer.Option(min=1, max=256, help="At the same time; else one for each core.")
    ] = None,
    mode: ListeningMode = "full",
    as_json: AsJson = False,
    language: Spoken = None,
) -> None:
    """Hear all music in folders, and keep what was heard; goes on where it was stopped."""
    from beat_service.precompile import is_compiled
    from genre_cli.library.hearers import Hearers
    from genre_cli.library.scan import Scan
    from genre_cli.library.songs import url_to_library

    output = new_output(as_json=as_json, language=language)
    library = url_to_library(library_url(), is_checked=True)
    if not is_compiled():
        output.note(output.texts.compiling)
    walk = Scan(library, mode_to_versions(mode), output.language)
    hearers = Hearers(processes or os.cpu_count() or 1, output.language, mode)
    try:
        with (
            output.progress(None) as advance,
            stopped_gently(hearers, lambda: advance.say(output.texts.stopping)),
        ):
            walk.expect = advance.expect
            for folder in folders:
                for scanned in scan_folder(walk, folder, hearers, output):
                    tell(scanned, output)
                    if scanned.status != "gone":
                        advance(escaped(scanned.path.name))
    finally:
        hearers.close()
    tell_counts(walk, output)
    if hearers.is_stopping:
        output.note(output.texts.stopped)
        raise typer.Exit(INTERRUPTED)
    if output.status:
        raise typer.Exit(output.status)


def mode_to_versions(mode: Mode) -> list[str]:
    """List the versions of models that answer in a mode, and of those that would do as well."""
    from genre_cli.answering.bundles import Bundles
    from genre_cli.answering.sounding import version_to_mode_version

    full = Bundles().version
    return [full] if mode == "full" else [version_to_mode_version(full, mode), full]


def scan_folder(
    walk: "Scan", folder: Path, hearers: "Hearers", output: Output
) -> "Iterator[Scanned]":
    """Walk a folder; one that is not there is told."""
    try:
        yield from walk.folder_to_library(folder, hearers)
    except OSError as error:
        output.problem(folder, error)


def tell(scanned: "Scanned", output: Output) -> None:
    """Tell what became of a file; other files than music are only counted."""
    if scanned.status in {"other_files", "gone"}:
        return
    if scanned.problem is not None:
        output.problem_body(scanned.path, scanned.problem)
    elif scanned.song is not None:
        line, row = song_to_line(scanned.song, output.language), song_to_row(scanned.song)
        output.answer(scanned.path, song_to_facts(scanned.song), line, row)


def tell_counts(walk: "Scan", output: Output) -> None:
    """Tell how many files became what, in the end."""
    words = [f"{n} {getattr(output.texts, status)}" for status, n in walk.counts.items()]
    if output.as_json:
        output.answer(None, {"scanned": dict(walk.counts)}, "", "")
    else:
        output.note(", ".join(words))
