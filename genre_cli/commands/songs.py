"""`genre predict`, `genre explain`, `genre beats`: files, one after the other."""

import base64
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from genre_cli.answering.answers import Answers, file_to_bytes
from genre_cli.answering.choosing import new_answers
from genre_cli.commands.options import (
    AsJson,
    File,
    Files,
    Server,
    Spoken,
    new_output,
)
from genre_cli.commands.putting import put
from genre_cli.telling.names import cells_to_row, escaped
from genre_cli.telling.output import Output
from genre_cli.telling.problems import NOBODY_ANSWERS, TOLD, UNAVAILABLE
from genre_cli.telling.song import (
    beats_to_line,
    beats_to_row,
    explanation_to_line,
    verdict_to_row,
    verdict_to_text,
)
from music_genre.webapi.problems import ApiError

Body = dict[str, Any]


def predict(
    files: Files, server: Server = None, as_json: AsJson = False, language: Spoken = None
) -> None:
    """Say the genre of songs, and how sure that is."""
    output = new_output(as_json=as_json, language=language)

    def tell(path: Path, body: Body) -> None:
        verdict, name = body["ensemble"], str(path)
        text = verdict_to_text(name, verdict, output.texts)
        output.answer(path, body, text, verdict_to_row(name, verdict))

    answers = new_answers(server, output.language)
    for_each(files, output, answers.predict, tell)


def beats(
    files: Files, server: Server = None, as_json: AsJson = False, language: Spoken = None
) -> None:
    """Say tempo, key and energy of songs, and a beat that fits each."""
    output = new_output(as_json=as_json, language=language)

    def tell(path: Path, body: Body) -> None:
        name = str(path)
        line = f"{escaped(name)}\n  {beats_to_line(body, output.texts)}"
        output.answer(path, body, line, beats_to_row(name, body))

    answers = new_answers(server, output.language)
    for_each(files, output, answers.beats, tell)


def explain(
    file: File,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where the PNG goes.")] = None,
    genre: Annotated[str | None, typer.Option(help="This genre instead of the answer.")] = None,
    segment: Annotated[int | None, typer.Option(min=0, help="This window, from 0.")] = None,
    server: Server = None,
    as_json: AsJson = False,
    language: Spoken = None,
) -> None:
    """Say what speaks for a song's genre, with a picture."""
    output = new_output(as_json=as_json, language=language)

    def tell(path: Path, body: Body) -> None:
        told = f"{escaped(path)}\n  {explanation_to_line(body, output.texts)}"
        row = cells_to_row(str(path), body["genre"], f"{body['probability']:.4f}")
        output.answer(path, body, told, row)
        if out:
            put(base64.b64decode(body["png"].partition(",")[2]), out, output)

    answers: Answers = new_answers(server, output.language)
    for_each([file], output, lambda encoded: answers.explain(encoded, genre, segment), tell)


def for_each(
    files: Sequence[Path],
    output: Output,
    ask: Callable[[bytes], Body],
    tell: Callable[[Path, Body], None],
) -> None:
    """Ask about every file; a file that fails does not keep the others.

    Exits with 1 where some failed, with 3 as soon as there is nobody to ask.
    """
    with output.progress(len(files) if len(files) > 1 else None) as advance:
        for path in files:
            try:
                body = ask(file_to_bytes(path))
                tell(path, body)
            except TOLD as error:
                output.problem(path, error)
                if isinstance(error, ApiError) and error.code in UNAVAILABLE:
                    raise typer.Exit(NOBODY_ANSWERS) from error
            advance(escaped(path.name))
    if output.status:
        raise typer.Exit(output.status)
