"""`genre review`: the doubtful songs, decided one after the other."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genre_cli.commands.asked_songs import under_to_songs
from genre_cli.commands.options import AsJson, Spoken, new_output
from genre_cli.home import library_url
from genre_cli.library.doubt import songs_to_doubtful
from genre_cli.library.rows import song_to_facts, song_to_heard_row
from genre_cli.telling.output import Output
from genre_cli.telling.review_texts import REVIEW_TEXTS

if TYPE_CHECKING:
    from genre_cli.review.queue import Queue

Under = Annotated[Path | None, typer.Argument(help="Only this folder.", show_default=False)]


def review(
    under: Under = None,
    page: Annotated[bool, typer.Option("--page", help="On a page of this machine.")] = False,
    sure_too: Annotated[bool, typer.Option("--all", help="Sure answers too, at the end.")] = False,
    as_json: AsJson = False,
    language: Spoken = None,
) -> None:
    """Decide the doubtful songs, the most doubtful first; in a pipe they are only listed."""
    from genre_cli.library.songs import url_to_library

    output = new_output(as_json=as_json, language=language)
    texts = REVIEW_TEXTS[output.language]
    library = url_to_library(library_url())
    songs = songs_to_doubtful(under_to_songs(under, library, output), sure_too=sure_too)
    if page:
        from genre_cli.review.queue import Queue

        show_page(Queue(library, songs), output, language)
    elif as_json or not (sys.stdin.isatty() and output.console.is_terminal):
        for song in songs:
            row = song_to_heard_row(song)
            output.answer(song.file, song_to_facts(song), row, row)
    else:
        from genre_cli.review.queue import Queue
        from genre_cli.review.terminal import TerminalReview

        n_decided = TerminalReview(Queue(library, songs), output).run()
        output.note(texts.count.format(number=n_decided) if songs else texts.nothing_left)
    if output.status:
        raise typer.Exit(output.status)


def show_page(queue: "Queue", output: Output, language: str | None) -> None:
    """Serve the page until Ctrl-C, and open it where there is a browser."""
    from genre_cli.review.page import review_app
    from genre_cli.review.server import LoopbackServer

    server = LoopbackServer(lambda address: review_app(queue, address))
    address = server.address.url + (f"?lang={language}" if language else "")
    output.note(REVIEW_TEXTS[output.language].page_is_at.format(address=address))
    output.answer(None, {"address": address}, address, address)
    typer.launch(address)
    server.serve()
