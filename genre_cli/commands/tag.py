"""`genre tag` and `genre undo`: what was heard into the files' tags, and out again."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genre_cli.commands.options import AsJson, Spoken, new_output
from genre_cli.home import library_url
from genre_cli.tags.fields import FIELDS, Field, TagFile
from genre_cli.tags.plan import Change, Policy, wished_to_changes
from genre_cli.tags.turn import only_writer
from genre_cli.tags.wishes import Notation, Wish, song_to_wished
from genre_cli.telling.names import UNPRINTABLE, cells_to_row, escaped, harmless
from genre_cli.telling.output import Output
from genre_cli.telling.problems import TOLD, FileProblemError, error_to_body
from genre_cli.telling.usage_texts import USAGE_TEXTS
from music_genre.translations.catalogues import Language

if TYPE_CHECKING:
    from genre_cli.library.songs import Library
    from genre_cli.library.tables import Song, TagWrite
    from genre_cli.tags.journal import Journal

Writing = Callable[["Song", tuple[Change, ...]], None]
Paths = Annotated[
    list[Path], typer.Argument(help="Files and folders that were scanned.", show_default=False)
]


def tag(
    paths: Paths,
    write: Annotated[bool, typer.Option("--write", help="Write; else only show.")] = False,
    policy: Annotated[Policy, typer.Option(help="What becomes of tags that are there.")] = "fill",
    fields: Annotated[
        str, typer.Option(help="Of genre, bpm, key, comment, energy.")
    ] = "genre,bpm,key",
    unsure: Annotated[
        bool, typer.Option("--unsure", help="Answers that are not sure too.")
    ] = False,
    key: Annotated[Notation, typer.Option(help="How keys are written: Am, 8A, 1m.")] = "musical",
    name: Annotated[
        list[str] | None, typer.Option("--map", help="An own name of a genre: rock=Rock/Indie.")
    ] = None,
    as_json: AsJson = False,
    language: Spoken = None,
) -> None:
    """Show what tags would say, or write them with a journal for `genre undo`."""
    from genre_cli.library.songs import url_to_library
    from genre_cli.tags.atomic import remove_left_copies
    from genre_cli.tags.journal import Journal
    from genre_cli.tags.writing import song_to_path, write_changes

    output = new_output(as_json=as_json, language=language)
    names = texts_to_names(name or [], output.language)
    wish = Wish(text_to_fields(fields, output.language), unsure, key, names)
    library = url_to_library(library_url())
    n_changes = 0
    with turn(output) if write else nullcontext():
        songs = paths_to_songs(paths, library, output)
        if write:
            remove_left_copies(map(song_to_path, songs))
        journal, run = Journal(library.engine), secrets.token_hex(8)
        writing = partial(write_changes, journal=journal, library=library, run=run)
        with output.progress(len(songs)) as advance:
            for song in songs:
                n_changes += song_to_tags(song, wish, policy, writing if write else None, output)
                advance(escaped(song.file))
    output.note(f"{output.texts.changes}: {n_changes}")
    if not write and n_changes:
        output.note(output.texts.dry_run)
    if output.status:
        raise typer.Exit(output.status)


def undo(
    skip: Annotated[
        bool, typer.Option("--skip", help="Go past files that cannot be restored.")
    ] = False,
    as_json: AsJson = False,
    language: Spoken = None,
) -> None:
    """Take back the last `genre tag --write`, byte for byte; again: the one before."""
    from genre_cli.library.songs import url_to_library
    from genre_cli.tags.atomic import remove_left_copies
    from genre_cli.tags.journal import Journal

    output = new_output(as_json=as_json, language=language)
    library = url_to_library(library_url())
    journal = Journal(library.engine)
    with turn(output):
        runs = journal.runs()
        for run in runs:
            lines = journal.lines(run)
            remove_left_copies(Path(os.fsdecode(line.place)) for line in lines)
            settled = [line_to_settled(line, journal, library, output, skip) for line in lines]
            if any(settled) or not skip:
                break
    if not runs:
        output.note(output.texts.nothing_to_do)
    if output.status:
        raise typer.Exit(output.status)


def line_to_settled(
    line: "TagWrite", journal: "Journal", library: "Library", output: Output, skip: bool
) -> bool:
    """Make a file what it was, and tell it; False where there is still something to undo.

    With `skip` a file that something else wrote is left so for good. All else may pass, as a full
    disk does and one that is not there: then the journal keeps what it has.
    """
    from genre_cli.tags.writing import undo_line

    file = os.fsdecode(line.place)
    try:
        if undo_line(line, journal, library):
            said = f"{escaped(file)}: {output.texts.restored}"
            output.answer(file, {"restored": True}, said, cells_to_row(file, "restored"))
        return True
    except TOLD as error:
        if skip and isinstance(error, FileProblemError) and error.code == "changed_since_tag":
            journal.mark_undone(line)
            tell_left(line, error, output)
            return True
        output.problem(file, error)
        return False


@contextmanager
def turn(output: Output) -> Iterator[None]:
    """Be the only writer. Raises `typer.Exit`, and tells it, where another is at work."""
    try:
        with only_writer():
            yield
    except FileProblemError as error:
        output.problem(None, error)
        raise typer.Exit(output.status) from error


def song_to_tags(
    song: "Song", wish: Wish, policy: Policy, writing: Writing | None, output: Output
) -> int:
    """Show the changes of a song's tags, or write them; return how many there are.

    What would not be written, because the file has changed, is not shown either.
    """
    from genre_cli.tags.writing import refuse_changed, song_to_path

    try:
        tags = TagFile(song_to_path(song))
        changes = wished_to_changes(tags, song_to_wished(song, wish), policy)
        if changes and writing:
            writing(song, changes)
        elif changes:
            refuse_changed(song)
    except TOLD as error:
        output.problem(song.file, error)
        return 0
    tell_changes(song, changes, output, written=writing is not None)
    return len(changes)


def paths_to_songs(paths: list[Path], library: "Library", output: Output) -> "list[Song]":
    """Find the songs of files and folders, each once; one without songs is told."""
    from genre_cli.library.absence import path_to_absence

    songs: dict[int, Song] = {}
    for path in paths:
        found = library.songs(path)
        if not found:
            output.problem(path, path_to_absence(path, library))
        songs |= {song.id: song for song in found}
    return [*songs.values()]


def tell_left(line: "TagWrite", error: Exception, output: Output) -> None:
    """Show that a file stays as it is, and why."""
    why = error_to_body(error, output.language)
    file = os.fsdecode(line.place)
    said = f"{escaped(file)}: {output.texts.left_as_it_is}. {why['title']}."
    body = {"restored": False, "problem": why}
    output.answer(file, body, said, cells_to_row(file, "left", why["code"]))


def tell_changes(
    song: "Song", changes: tuple[Change, ...], output: Output, *, written: bool
) -> None:
    """Show each field before and after; files that stay as they are are not told."""
    if not changes:
        return
    told = [(one.field, "; ".join(one.before), "; ".join(one.after)) for one in changes]
    drawn = [f"  {field}: {before or '—'} → {after}" for field, before, after in told]
    lines = [escaped(song.file), *map(harmless, drawn)]
    rows = [cells_to_row(song.file, *one) for one in told]
    body = {
        "written": written,
        "changes": {one.field: {"before": one.before, "after": one.after} for one in changes},
    }
    output.answer(song.file, body, "\n".join(lines), "\n".join(rows))


def text_to_fields(text: str, language: Language) -> tuple[Field, ...]:
    """Read names of fields. Raises `typer.BadParameter`."""
    names = [one.strip() for one in text.split(",")]
    if unknown := {*names} - {*FIELDS}:
        told = ", ".join(map(escaped, sorted(unknown)))
        said = USAGE_TEXTS[language].fields_unknown.format(unknown=told, known=", ".join(FIELDS))
        raise typer.BadParameter(said, param_hint="--fields")
    return tuple(field for field in FIELDS if field in names)


def texts_to_names(texts: list[str], language: Language) -> dict[str, str]:
    """Read own names of genres. Raises `typer.BadParameter`."""
    names = {}
    for text in texts:
        genre, equals, own = text.partition("=")
        if not (genre and equals and own) or UNPRINTABLE.search(own):
            said = USAGE_TEXTS[language].no_own_name.format(text=escaped(text))
            raise typer.BadParameter(said, param_hint="--map")
        names[genre.strip().lower()] = own.strip()
    return names
