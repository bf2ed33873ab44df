"""Which songs a beat was chosen for, where somebody asked that they be remembered.

Of a song there are its title, tempo, key, the time and the digest of its bytes, by which the same
file is one song; never its sound. A beat knows its last `MOST_SONGS`, and they go with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Engine, Select, delete, select
from sqlalchemy.orm import Session

from beat_service.catalogue.tables import Beat, BeatSong
from beat_service.catalogue.upload import bytes_to_digest
from beat_service.errors import UnknownBeatError, UnknownSongError
from beat_service.songs.wish import Wish
from music_genre.webapi.beat_body import RecommendationBody

MOST_SONGS: Final = 200  # of one beat


@dataclass(frozen=True)
class Song:
    """What is kept of a song; `bpm` is its own tempo, `key` None where none is clear."""

    sha256: str
    title: str | None
    bpm: float
    key: str | None


class SongMemory:
    """The songs of one database; each method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._writing = engine
        self._reading = engine.execution_options(reads_only=True)

    def remember(self, beat_id: str, song: Song) -> bool:
        """Keep a song with its beat, and let the oldest go; False where the beat is gone."""
        with Session(self._writing) as session, session.begin():
            # Locked, so that two songs at once do not count each other out.
            if session.get(Beat, beat_id, with_for_update=True) is None:
                return False
            now = datetime.now(UTC).replace(tzinfo=None)
            session.merge(
                BeatSong(
                    beat_id=beat_id,
                    sha256=song.sha256,
                    title=song.title,
                    bpm=song.bpm,
                    key=song.key,
                    chosen_at=now,
                )
            )
            session.flush()
            for old in session.scalars(_newest_first(beat_id).offset(MOST_SONGS)):
                session.delete(old)
        return True

    def songs(self, beat_id: str) -> Sequence[BeatSong]:
        """List the songs of a beat, newest first. Raises `UnknownBeatError`."""
        with Session(self._reading) as session:
            if session.get(Beat, beat_id) is None:
                raise UnknownBeatError
            return session.scalars(_newest_first(beat_id)).all()

    def forget(self, beat_id: str, sha256: str | None = None) -> None:
        """Forget one song of a beat, or all. Raises `UnknownBeatError`, `UnknownSongError`."""
        gone = delete(BeatSong).where(BeatSong.beat_id == beat_id)
        if sha256 is not None:
            gone = gone.where(BeatSong.sha256 == sha256)
        with Session(self._writing) as session, session.begin():
            if session.get(Beat, beat_id) is None:
                raise UnknownBeatError
            forgotten = session.scalars(gone.returning(BeatSong.sha256)).all()
            if sha256 is not None and not forgotten:
                raise UnknownSongError


def remembered(
    body: RecommendationBody, encoded: bytes, wish: Wish | None, memory: SongMemory
) -> RecommendationBody:
    """Remember a song with the beat that was recommended, if somebody wishes; say so in the body.

    Silence has no beat to be remembered with.
    """
    if wish is None or body.beat is None or body.tempo is None:
        return body
    key = f"{body.key.tonic} {body.key.mode}" if body.key and body.key.clear else None
    song = Song(bytes_to_digest(encoded), wish.title, body.tempo.bpm, key)
    return body.model_copy(update={"remembered": memory.remember(body.beat.id, song)})


def _newest_first(beat_id: str) -> Select[BeatSong]:
    """Ask for the songs of a beat."""
    of_beat = select(BeatSong).where(BeatSong.beat_id == beat_id)
    return of_beat.order_by(BeatSong.chosen_at.desc(), BeatSong.sha256)
