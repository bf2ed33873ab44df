"""The songs that a question is about; where there are none, the reason ends the command."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from genre_cli.telling.names import shown
from genre_cli.telling.output import Output
from genre_cli.telling.problems import TOLD, FileProblemError, ProblemError
from music_genre.audio.errors import NotAudioError
from music_genre.translations.catalogues import Language

if TYPE_CHECKING:
    from genre_cli.library.songs import Library
    from genre_cli.library.tables import Song


def under_to_songs(
    under: Path | None, library: "Library", output: Output, *, with_embeddings: bool = False
) -> "list[Song]":
    """List the songs of the library, or those under a path, though its disk may be away."""
    songs = library.songs(under, with_embeddings=with_embeddings)
    if under is not None and not songs:
        from genre_cli.library.absence import path_to_absence

        output.problem(under, path_to_absence(under, library))
        raise typer.Exit(output.status)
    return songs


def path_to_song(path: Path, library: "Library", output: Output) -> "Song":
    """Find a song of the library, or hear one that nobody has scanned; that one is not kept."""
    song = library.song(path)
    if song is not None:
        return song
    try:
        if path.is_dir():
            raise FileProblemError("not_a_file")
        from genre_cli.library.absence import path_to_absence

        error = path_to_absence(path, library)
        if not (isinstance(error, FileProblemError) and error.code == "not_scanned"):
            raise error
        output.note(output.texts.hearing)
        return file_to_song(path, output.language)
    except TOLD as error:
        output.problem(path, error)
        raise typer.Exit(output.status) from error


def file_to_song(path: Path, language: Language) -> "Song":
    """Hear a file, in a process of its own. Raises `ProblemError`, `NotAudioError`."""
    from genre_cli.library.finding import OTHER_FILE
    from genre_cli.library.hearers import Hearers, Job
    from genre_cli.library.songs import heard_to_values
    from genre_cli.library.tables import Song

    hearers = Hearers(1, language)
    try:
        ((_, heard),) = hearers.hear([Job(path)])
    finally:
        hearers.close()
    if heard.problem is not None:
        is_other = heard.problem["code"] == OTHER_FILE
        raise NotAudioError if is_other else ProblemError(heard.problem)
    place = os.fsencode(path.resolve())
    return Song(place=place, path=shown(path), sha256=heard.sha256, **heard_to_values(heard))


def of_genre(songs: "list[Song]", genre: str | None, output: Output) -> "list[Song]":
    """Keep the songs of a genre, if one is named."""
    kept = [song for song in songs if genre in {None, song.genre}]
    if genre is not None and not kept:
        known = ", ".join(sorted({song.genre for song in songs if song.genre})) or "—"
        output.problem(None, FileProblemError("genre_absent", known))
        raise typer.Exit(output.status)
    return kept
