"""`python -m genre_cli.revision [REVISION]`: see which tables the library has, or change that.

With `--beats` it is the command's own catalogue of beats. A release brings both to its own tables
when it uses them. Back to those of an older release they go by this program of the newer one: a
backup is made first, what is lost is said, and then the older release can be installed.
"""

import sys

from genre_cli.services_path import use_services


def main(arguments: list[str] | None = None) -> int:
    """Do what is asked of the library or the beats; return the exit status."""
    use_services()
    from beat_service.catalogue.database import BEATS
    from beat_service.revision import new_parser, run
    from genre_cli.home import beats_url, library_url
    from genre_cli.library.songs import LIBRARY

    parser = new_parser(LIBRARY, str(__doc__))
    parser.add_argument("--beats", action="store_true", help="the catalogue of beats instead")
    chosen = parser.parse_args(arguments)
    kind, url = (BEATS, beats_url()) if chosen.beats else (LIBRARY, library_url())
    return run(chosen, kind, url)


if __name__ == "__main__":
    sys.exit(main())
