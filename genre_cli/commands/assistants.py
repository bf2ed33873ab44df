"""`genre mcp`: tools for assistants."""

from pathlib import Path
from typing import Annotated

import typer

from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.commands.options import Server, Spoken, chosen_language
from genre_cli.home import library_url
from genre_cli.telling.problems import TOLD, error_to_body
from music_genre.webapi.messages import MEGABYTE

EXTRA = "pip install 'music-genre-classifier[mcp]'"


def mcp(
    allow: Annotated[
        list[Path],
        typer.Option("--allow", help="A folder that may be looked into; as often as you like."),
    ],
    most_mb: Annotated[int, typer.Option(min=1, help="The largest file, in MB.")] = 200,
    server: Server = None,
    language: Spoken = None,
) -> None:
    """Serve tools to an assistant (Model Context Protocol), on standard input and output."""
    try:
        from genre_cli.assistants.folders import Folders
        from genre_cli.assistants.server import new_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise NobodyAnswersError(EXTRA) from error
    from genre_cli.answering.choosing import new_answers
    from genre_cli.library.songs import url_to_library

    spoken = chosen_language(language)
    try:
        folders = Folders(allow, most_mb * MEGABYTE)
    except TOLD as error:
        body = error_to_body(error, spoken)
        raise typer.BadParameter(f"{body['title']}. {body['detail']}") from error
    answers = new_answers(server, spoken)
    new_server(folders, answers, spoken, lambda: url_to_library(library_url())).run("stdio")
