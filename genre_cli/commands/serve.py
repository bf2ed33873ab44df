"""`genre serve`: the services and the page, as `make run` starts them."""

import os

import typer

from genre_cli.home import beats_url, home


def serve() -> None:
    """Start the services and the page; Ctrl-C stops them.

    The same settings as with `make run`: HOST, PORT_FRONTEND and the others.
    """
    from deploy.run_local import run_services

    home().mkdir(parents=True, exist_ok=True)
    os.environ["DATABASE_URL"] = beats_url()
    if status := run_services("genre serve"):
        raise typer.Exit(status)
