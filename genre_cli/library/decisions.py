"""What people decided of songs, kept by the sound: no scan, tag or move of a file touches it."""

import hashlib
import os
from pathlib import Path

from sqlalchemy import Engine, delete, update

from genre_cli.answering.answers import file_to_bytes
from genre_cli.library.songs import now
from genre_cli.library.sound import encoded_to_sound_sha256
from genre_cli.library.tables import Decision, Song, put_in
from genre_cli.telling.problems import FileProblemError


class Decisions:
    """The decisions. Each change is in the database, whole, when its method returns."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, song: Song, genre: str | None) -> None:
        """Note the genre of a song, or that it has none; what was decided before is replaced.

        A song that was heard before there were decisions is read for its sound: raises
        `FileProblemError` (`changed_since_scan`), `ApiError` and `OSError`.
        """
        sound_sha256 = song.sound_sha256 or self._find_sound(song)
        values = {"genre": genre, "decided_at": now()}
        with self._engine.begin() as connection:
            connection.execute(
                put_in(self._engine, Decision, {"sound_sha256": sound_sha256}, values)
            )

    def forget(self, song: Song) -> None:
        """Take back what was decided of a song."""
        with self._engine.begin() as connection:
            same = Decision.sound_sha256 == song.sound_sha256
            connection.execute(delete(Decision).where(same))

    def _find_sound(self, song: Song) -> str:
        """Hash the sound of a song, and note it with all files of this content."""
        encoded = file_to_bytes(Path(os.fsdecode(song.place)))
        if hashlib.sha256(encoded).hexdigest() != song.sha256:
            raise FileProblemError("changed_since_scan")
        sound_sha256 = encoded_to_sound_sha256(encoded)
        with self._engine.begin() as connection:
            same = Song.sha256 == song.sha256
            connection.execute(update(Song).where(same).values(sound_sha256=sound_sha256))
        return sound_sha256
