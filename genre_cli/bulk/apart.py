"""A song in a process of its own: what has ended a worker cannot end another one.

It costs the start of a process with all models, and is only done with what was being heard when
workers ended: most of these songs are innocent.
"""

import pickle
import subprocess
import sys
from typing import Final

from genre_cli.bulk.schema import Row
from genre_cli.services_path import use_services
from music_genre.one_thread import use_one_thread

MODULE: Final = "genre_cli.bulk.apart"


def job_to_row_apart(job: object, terms: object) -> Row | None:
    """Hear a song in a process of its own; None where that has ended without a word.

    `job` and `terms` are those of `genre_cli.bulk.listening`, which whoever waits need not load.
    """
    ended = subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-m", MODULE],
        input=pickle.dumps((job, terms)),
        stdout=subprocess.PIPE,
        check=False,
    )
    if ended.returncode:
        return None
    row: Row = pickle.loads(ended.stdout)  # noqa: S301  # our own process wrote it
    return row


def main() -> None:
    """Read a job and its terms from standard input, write its row to standard output."""
    use_services()
    use_one_thread()
    from genre_cli.bulk.listening import job_to_row

    job, terms = pickle.load(sys.stdin.buffer)  # noqa: S301  # the worker wrote it
    sys.stdout.buffer.write(pickle.dumps(job_to_row(job, terms)))


if __name__ == "__main__":
    main()
