"""Options that several commands have."""

import os
from pathlib import Path
from typing import Annotated

import typer

from genre_cli.answering.answers import Mode
from genre_cli.telling.output import Output
from genre_cli.telling.problems import locale_to_language
from genre_cli.telling.usage_texts import USAGE_TEXTS
from music_genre.translations.catalogues import LANGUAGES, Language

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line, one line a file.")]
Server = Annotated[
    str | None,
    typer.Option(
        help="Ask the front end of a server that runs, as http://localhost:5000.",
        envvar="GENRE_SERVER",
    ),
]
Files = Annotated[list[Path], typer.Argument(help="Audio files.", show_default=False)]
File = Annotated[Path, typer.Argument(help="An audio file.", show_default=False)]
ListeningMode = Annotated[
    Mode,
    typer.Option("--mode", help="fast hears three half minutes of a song, in a fifth of the time."),
]
Spoken = Annotated[
    str | None,
    typer.Option(
        "--language", help=f"{', '.join(LANGUAGES)}; else the system's.", envvar="GENRE_LANG"
    ),
]


def new_output(*, as_json: bool, language: str | None) -> Output:
    """Make the way to tell. Raises `typer.BadParameter` for a language that we do not speak."""
    return Output(language=chosen_language(language), as_json=as_json)


def chosen_language(language: str | None) -> Language:
    """Read a language, or the system's. Raises `typer.BadParameter`."""
    if language is None:
        return locale_to_language(os.environ)
    if language not in LANGUAGES:
        texts = USAGE_TEXTS[locale_to_language(os.environ)]
        said = texts.language_unknown.format(unknown=language, known=", ".join(LANGUAGES))
        raise typer.BadParameter(said, param_hint="--language")
    return language
