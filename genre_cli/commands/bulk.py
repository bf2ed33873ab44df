"""`genre bulk MANIFEST --out DIR`: an archive into Parquet, on one machine or many."""

import os
from typing import TYPE_CHECKING, Annotated, Final

import typer

from genre_cli.commands.options import AsJson, ListeningMode, Spoken, new_output
from genre_cli.commands.stopping import stopped_gently
from genre_cli.telling.names import escaped
from genre_cli.telling.output import Output
from genre_cli.telling.problems import (
    FILE_PROBLEMS,
    INTERRUPTED,
    NOBODY_ANSWERS,
    SOME_FAILED,
    FileProblemError,
)
from music_genre.version import VERSION

if TYPE_CHECKING:
    from genre_cli.bulk.run import Run
    from genre_cli.bulk.schedulers import Places

EXTRA: Final = frozenset({"aiohttp", "botocore", "dask", "distributed", "fsspec", "pyarrow"})


def bulk(
    manifest: Annotated[
        str,
        typer.Argument(
            help="Parquet or CSV with a column url, a text file of a URL a line, "
            "or a pattern; file, s3, gs, http.",
            show_default=False,
        ),
    ],
    out: Annotated[
        str, typer.Option("--out", "-o", help="Folder or URL of the shards.", show_default=False)
    ],
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Processes: here, on each machine (ssh), or in all (slurm)."),
    ] = None,
    scheduler: Annotated[
        str, typer.Option(help="local, tcp://host:port, ssh:host1,host2 or slurm.")
    ] = "local",
    mode: ListeningMode = "full",
    shard_rows: Annotated[
        int | None, typer.Option(min=1, help="Rows in a shard; 1000 unless told.")
    ] = None,
    as_json: AsJson = False,
    language: Spoken = None,
) -> None:
    """Hear an archive, one row a line of the manifest; goes on where it was stopped."""
    output = new_output(as_json=as_json, language=language)
    try:
        from genre_cli.bulk.run import Wish, opened
        from genre_cli.bulk.schedulers import Places, is_scheduler
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in EXTRA:
            raise
        output.problem(None, FileProblemError("bulk_missing"))
        raise typer.Exit(NOBODY_ANSWERS) from error
    if not is_scheduler(scheduler):
        problem = FILE_PROBLEMS[output.language]["scheduler_unknown"]
        said = f"{escaped(scheduler)}: {problem.title}. {problem.detail}"
        raise typer.BadParameter(said, param_hint="--scheduler")
    from genre_cli.answering.bundles import Bundles

    wish = Wish(manifest, out, mode, Bundles().version, shard_rows)
    places = Places(scheduler, workers or (os.cpu_count() or 1))
    try:
        with opened(wish) as run:
            was_stopped = hear(run, places, output)
    except FileProblemError as error:
        output.problem(None, error)
        raise typer.Exit(SOME_FAILED) from error
    if was_stopped:
        output.note(output.texts.stopped)
        raise typer.Exit(INTERRUPTED)


def hear(run: "Run", places: "Places", output: Output) -> bool:
    """Hear what is missing of a run; return whether that was stopped by Ctrl-C."""
    from genre_cli.bulk.hearing_run import hearing, run_to_shards
    from genre_cli.bulk.listening import Terms
    from genre_cli.bulk.progress import Tally, told

    tally = Tally(run.facts.n_rows, run.shards.n_written)
    was_stopped = False
    if run.shards.n_written < run.facts.n_rows:
        terms = Terms(output.language, run.facts.mode, VERSION, run.facts.models_version)
        with hearing(places, terms) as feeder, told(tally, output) as tell:
            with stopped_gently(feeder, tally.stop):
                run_to_shards(run, feeder, tally, tell)
            was_stopped, tally.is_stopping = feeder.is_stopping, False
    output.answer(None, {"bulk": tally.to_body()}, tally.to_line(output), tally.to_row())
    return was_stopped
