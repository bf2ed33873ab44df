"""`genre stats`: what a library is made of, in numbers and as a picture."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from genre_cli.commands.asked_songs import under_to_songs
from genre_cli.commands.options import AsJson, Spoken, new_output
from genre_cli.commands.putting import put
from genre_cli.home import library_url
from genre_cli.stats.counts import counts_to_body, songs_to_counts
from genre_cli.stats.telling import counts_to_rows, counts_to_text
from genre_cli.telling.names import escaped
from genre_cli.telling.problems import TOLD
from genre_cli.telling.usage_texts import USAGE_TEXTS

if TYPE_CHECKING:
    from genre_cli.stats.picture import PictureFormat

FORMATS: Final[dict[str, "PictureFormat"]] = {".png": "png", ".svg": "svg"}


def stats(
    under: Annotated[
        Path | None, typer.Argument(help="Only this folder.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A picture of it: a .png or an .svg.")
    ] = None,
    as_json: AsJson = False,
    language: Spoken = None,
) -> None:
    """Count genres, tempi, keys and years of the library, and draw them with a map of its sound."""
    from genre_cli.library.songs import url_to_library

    output = new_output(as_json=as_json, language=language)
    if out is not None and out.suffix.lower() not in FORMATS:
        texts = USAGE_TEXTS[output.language]
        said = texts.no_picture.format(name=escaped(out.name), known=", ".join(FORMATS))
        raise typer.BadParameter(said, param_hint="--out")
    library = url_to_library(library_url())
    songs = under_to_songs(under, library, output, with_embeddings=out is not None)
    counts = songs_to_counts(songs)
    drawn = counts_to_text(counts, output.language)
    output.answer(None, counts_to_body(counts), drawn, counts_to_rows(counts))
    if out is None:
        return
    from genre_cli.stats.picture import songs_to_picture

    try:
        kind = FORMATS[out.suffix.lower()]
        picture = songs_to_picture(songs, counts, output.language, kind)
    except TOLD as error:
        output.problem(out, error)
        raise typer.Exit(output.status) from error
    put(picture, out, output)
