"""The commands of `genre`, and what they have in common: version, Ctrl-C, exit statuses."""

import os
import sys
from typing import Annotated, Final

import typer

from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.commands.assistants import mcp
from genre_cli.commands.bulk import bulk
from genre_cli.commands.collection import export, playlist, similar
from genre_cli.commands.review import review
from genre_cli.commands.scan import scan
from genre_cli.commands.serve import serve
from genre_cli.commands.songs import beats, explain, predict
from genre_cli.commands.stats import stats
from genre_cli.commands.tag import tag, undo
from genre_cli.telling.names import harmless
from genre_cli.telling.output import write_out
from genre_cli.telling.problems import (
    INTERRUPTED,
    NOBODY_ANSWERS,
    SOME_FAILED,
    locale_to_language,
)
from genre_cli.telling.streams import OutputError, ReaderGoneError, lead_nowhere, watch_streams
from genre_cli.telling.texts import TEXTS
from music_genre.version import VERSION

READER_GONE: Final = 141  # exit status, as a shell gives it where a pipe was closed

app: Final = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Genre, tempo and key of songs, on your own machine. "
    "Exit status: 0 all well, 1 some files failed, 2 wrong command line, 3 nobody answers.",
)
COMMANDS: Final = (
    *(predict, explain, beats, scan, review, tag, undo, similar, playlist, stats, export, bulk),
    *(serve, mcp),
)
for command in COMMANDS:
    app.command()(command)


def show_version(wanted: bool) -> None:  # Typer calls it so
    """Print the version and end."""
    if wanted:
        write_out(f"{VERSION}\n")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=show_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Take what stands before the command."""


def run() -> None:
    """Run the command line; ends the process with its exit status."""
    watch_streams()
    try:
        app(prog_name="genre")
    except NobodyAnswersError as error:
        print(f"genre: {harmless(str(error))}", file=sys.stderr)  # noqa: T201  # a command-line program prints
        sys.exit(NOBODY_ANSWERS)
    except ReaderGoneError:
        lead_nowhere()
        sys.exit(READER_GONE)
    except OutputError as error:
        texts = TEXTS[locale_to_language(os.environ)]
        print(f"genre: {texts.no_output.format(why=error)}", file=sys.stderr)  # noqa: T201  # a command-line program prints
        lead_nowhere()
        sys.exit(SOME_FAILED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
