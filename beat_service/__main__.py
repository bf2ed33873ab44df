"""`python -m beat_service`: the service under uvicorn."""

from music_genre.one_thread import prefer_one_thread


def main() -> None:
    """Serve until stopped.

    One request at a time gains nothing from more threads than one, and several would fight for the
    cores. Numerical libraries read how many they may have when they are loaded, so all that loads
    them is imported after that.
    """
    prefer_one_thread()
    from fastapi import FastAPI

    from beat_service.catalogue.database import DatabaseError
    from beat_service.settings import Settings
    from music_genre.audio.errors import ModelBundleError
    from music_genre.webapi.fastapi.server import serve
    from music_genre.webapi.settings import environment_to_settings

    def make_app() -> FastAPI:
        """Make the app, after the settings are checked, because librosa takes seconds to load."""
        from beat_service.app import create_app

        return create_app()

    serve(lambda: environment_to_settings(Settings), make_app, (ModelBundleError, DatabaseError))


if __name__ == "__main__":
    main()
