"""Where this program keeps what it knows: `GENRE_HOME`, or the system's folder for such things."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import typer

from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.telling.names import is_text

HOME_VARIABLE: Final = "GENRE_HOME"


def home() -> Path:
    """Return the folder; whoever writes there makes it."""
    return Path(os.environ.get(HOME_VARIABLE) or typer.get_app_dir("genre"))


@contextmanager
def made_home() -> Iterator[Path]:
    """Make the folder, and tell what is wrong with it or in it. Raises `NobodyAnswersError`."""
    try:
        home().mkdir(parents=True, exist_ok=True)
        yield home()
    except OSError as error:
        raise NobodyAnswersError(f"{HOME_VARIABLE}={home()}: {error.strerror}") from error


def beats_url() -> str:
    """Return the address of the catalogue of beats: `DATABASE_URL`, or a file of our own."""
    return os.environ.get("DATABASE_URL") or file_to_url(home() / "beats.db")


def library_url() -> str:
    """Return the address of the library: `GENRE_LIBRARY`, or a file of our own."""
    return os.environ.get("GENRE_LIBRARY") or file_to_url(home() / "library.db")


def file_to_url(path: Path) -> str:
    """Write the address of a SQLite file, of which a `?` or a `%` is a part.

    Raises `NobodyAnswersError` for a name that no address can hold.
    """
    from sqlalchemy import URL

    if not is_text(str(path)):
        said = f"{HOME_VARIABLE}={path}: its name is no UTF-8; choose another folder"
        raise NobodyAnswersError(said)
    return URL.create("sqlite", database=str(path)).render_as_string()
