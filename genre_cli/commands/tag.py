"""`genre tag` and `genre undo`: what was heard into the files' tags, and out again."""

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genre_cli.commands.options import AsJson, Spoken, new_output
from genre_cli.home import library_url
from genre_cli.tags.fields import FIELDS, Field, TagFile
from genre_cli.tags.plan import Change, Policy, wished_to_changes
from genre_cli.tags.wishes import Notation, Wish, song_to_wished
from genre_cli.telling.names import cells_to_row, escaped, harmless
from genre_cli.telling.output import Output
from genre_cli.telling.problems import TOLD
from genre_cli.telling.usage_texts import USAGE_TEXTS
from music_genre.translations.catalogues import Language

if TYPE_CHECKING:
    from genre_cli.library.songs import Library
    from genre_cli.library.tables import Song

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
    from genre_cli.tags.journal import Journal
    from genre_cli.tags.writing import song_to_path, write_changes

    output = new_output(as_json=as_json, language=language)
    names = texts_to_names(name or [], output.language)
    wish = Wish(text_to_fields(fields, output.language), unsure, key, names)
    library = url_to_library(library_url())
    journal, run = Journal(library.engine), secrets.token_hex(8)
    songs = paths_to_songs(paths, library, output)
    n_changes = 0
    with output.progress(len(songs)) as advance:
        for song in songs:
            try:
                tags = TagFile(song_to_path(song))
                changes = wished_to_changes(tags, song_to_wished(song, wish), policy)
                if changes and write:
                    write_changes(song, changes, journal, library, run)
            except TOLD as error:
                output.problem(song.file, error)
            else:
                n_changes += len(changes)
                tell_changes(song, changes, output, written=write)
            advance(escaped(song.file))
    output.note(f"{n_changes} {output.texts.changes}")
    if not write and n_changes:
        output.note(output.texts.dry_run)
    if output.status:
        raise typer.Exit(output.status)


def undo(as_json: AsJson = False, language: Spoken = None) -> None:
    """Take back the last `genre tag --write`, byte for byte; again: the one before."""
    from genre_cli.library.songs import url_to_library
    from genre_cli.tags.journal import Journal
    from genre_cli.tags.writing import undo_line

    output = new_output(as_json=as_json, language=language)
    library = url_to_library(library_url())
    journal = Journal(library.engine)
    run = journal.last_run()
    for line in journal.lines(run) if run else ():
        try:
            is_restored = undo_line(line, journal, library)
        except TOLD as error:
            output.problem(os.fsdecode(line.place), error)
        else:
            if is_restored:
                file = os.fsdecode(line.place)
                said = f"{escaped(file)}: {output.texts.restored}"
                output.answer(file, {"restored": True}, said, cells_to_row(file, "restored"))
    if run is None:
        output.note(output.texts.nothing_to_do)
    if output.status:
        raise typer.Exit(output.status)


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
        if not (genre and equals and own):
            said = USAGE_TEXTS[language].no_own_name.format(text=escaped(text))
            raise typer.BadParameter(said, param_hint="--map")
        names[genre.strip().lower()] = own.strip()
    return names
