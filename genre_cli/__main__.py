"""The command `genre`: also `python -m genre_cli`."""

from genre_cli.services_path import use_services


def main() -> None:
    """Find the services, then run the command that was typed; ends the process."""
    use_services()
    from genre_cli.app import run

    run()


if __name__ == "__main__":
    main()
