"""The songs that a question is about; where there are none, the reason ends the command."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from genre_cli.telling.output import Output
from genre_cli.telling.problems import FileProblemError

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
    """Find a song of the library."""
    song = library.song(path)
    if song is not None:
        return song
    if path.is_dir():
        error: Exception = FileProblemError("not_a_file")
    else:
        from genre_cli.library.absence import path_to_absence

        error = path_to_absence(path, library)
    output.problem(path, error)
    raise typer.Exit(output.status)


def of_genre(songs: "list[Song]", genre: str | None, output: Output) -> "list[Song]":
    """Keep the songs of a genre, if one is named."""
    kept = [song for song in songs if genre in {None, song.genre}]
    if genre is not None and not kept:
        known = ", ".join(sorted({song.genre for song in songs if song.genre})) or "—"
        output.problem(None, FileProblemError("genre_absent", known))
        raise typer.Exit(output.status)
    return kept
