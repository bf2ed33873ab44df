"""`genre similar`, `genre playlist`, `genre export`: questions to the library."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genre_cli.commands.asked_songs import of_genre, path_to_song, under_to_songs
from genre_cli.commands.options import AsJson, File, Spoken, new_output
from genre_cli.commands.putting import put
from genre_cli.home import library_url
from genre_cli.library.exporting import Format, songs_to_file, songs_to_odd
from genre_cli.library.rows import song_to_facts, song_to_row
from genre_cli.telling.names import escaped
from genre_cli.telling.output import Output, write_out
from genre_cli.telling.problems import TOLD, FileProblemError
from genre_cli.telling.song import song_to_line
from genre_cli.telling.usage_texts import USAGE_TEXTS

if TYPE_CHECKING:
    from genre_cli.library.tables import Song

Out = Annotated[Path | None, typer.Option("--out", "-o", help="A file; else standard output.")]
MINUTE_S = 60


def similar(
    file: File,
    most: Annotated[int, typer.Option("--most", "-n", min=1, help="How many.")] = 10,
    as_json: AsJson = False,
    language: Spoken = None,
) -> None:
    """List the songs of the library that sound most like one of them."""
    from genre_cli.library.likeness import Likenesses
    from genre_cli.library.songs import url_to_library

    output = new_output(as_json=as_json, language=language)
    library = url_to_library(library_url())
    song = path_to_song(file, library, output)
    for one in Likenesses(library.songs(with_embeddings=True)).alike(song, most):
        line = f"{one.likeness:5.2f}  {song_to_line(one.song, output.language)}"
        row = f"{one.likeness:.3f}\t{song_to_row(one.song)}"
        body = {"likeness": round(one.likeness, 4), **song_to_facts(one.song)}
        output.answer(one.song.file, body, line, row)


def playlist(
    like: Annotated[Path, typer.Option(help="The song that it begins with.")],
    minutes: Annotated[float, typer.Option(min=1, help="As long as this at most.")] = 60,
    out: Out = None,
    as_json: AsJson = False,
    language: Spoken = None,
) -> None:
    """Chain songs that sound alike and mix in tempo and key: M3U8."""
    from genre_cli.library.likeness import Likenesses
    from genre_cli.library.songs import url_to_library

    output = new_output(as_json=as_json, language=language)
    library = url_to_library(library_url())
    song = path_to_song(like, library, output)
    chain = Likenesses(library.songs(with_embeddings=True)).playlist(song, minutes * MINUTE_S)
    if as_json:
        for one in chain:
            output.answer(one.file, song_to_facts(one), "", "")
    if out or not as_json:
        tell_odd(chain, "m3u8", output)
        put_out(songs_to_file(chain, "m3u8"), out, output)


def export(
    kind: Annotated[Format, typer.Option("--format", help="What to write.")] = "csv",
    under: Annotated[Path | None, typer.Option(help="Only this folder.")] = None,
    genre: Annotated[str | None, typer.Option(help="Only this genre.")] = None,
    out: Out = None,
    language: Spoken = None,
) -> None:
    """Write the library for other programs."""
    from genre_cli.library.songs import url_to_library

    output = new_output(as_json=False, language=language)
    if kind == "parquet" and out is None and output.console.is_terminal:
        raise typer.BadParameter(USAGE_TEXTS[output.language].no_text, param_hint="--out")
    library = url_to_library(library_url())
    songs = under_to_songs(under, library, output, with_embeddings=kind == "parquet")
    songs = of_genre(songs, genre, output)
    try:
        content = songs_to_file(songs, kind)
    except TOLD as error:
        output.problem(out, error)
        raise typer.Exit(output.status) from error
    tell_odd(songs, kind, output)
    put_out(content, out, output)
    if output.status:
        raise typer.Exit(output.status)


def tell_odd(songs: "Sequence[Song]", kind: Format, output: Output) -> None:
    """Tell which paths a format cannot hold as they are, and what became of them."""
    odd = songs_to_odd(songs, kind)
    if kind == "traktor":
        for song in odd:
            output.problem(song.file, FileProblemError("name_unsupported"))
    elif odd:
        output.warn(output.texts.names_as_uris.format(number=len(odd)))
        for song in odd:
            output.warn(f"  {escaped(song.file)}")


def put_out(content: bytes, out: Path | None, output: Output) -> None:
    """Write into a file, or to standard output."""
    if out is None:
        write_out(content)
    else:
        put(content, out, output)
