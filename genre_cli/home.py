"""Where this program keeps what it knows: `GENRE_HOME`, or the system's folder for such things."""

import os
from pathlib import Path
from typing import Final

import typer

HOME_VARIABLE: Final = "GENRE_HOME"


def home() -> Path:
    """Return the folder; whoever writes there makes it."""
    return Path(os.environ.get(HOME_VARIABLE) or typer.get_app_dir("genre"))


def beats_url() -> str:
    """Return the address of the catalogue of beats: `DATABASE_URL`, or a file of our own."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{home() / 'beats.db'}"


def library_url() -> str:
    """Return the address of the library: `GENRE_LIBRARY`, or a file of our own."""
    return os.environ.get("GENRE_LIBRARY") or f"sqlite:///{home() / 'library.db'}"
