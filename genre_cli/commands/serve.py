"""`genre serve`: the services and the page, as `make run` starts them."""

import os

import typer

from genre_cli.home import beats_url, made_home


def serve() -> None:
    """Start the services and the page; Ctrl-C stops them.

    The same settings as with `make run`: HOST, PORT_FRONTEND and the others.
    """
    from deploy.run_local import run_services

    with made_home():
        os.environ["DATABASE_URL"] = beats_url()
    if status := run_services("genre serve"):
        raise typer.Exit(status)
