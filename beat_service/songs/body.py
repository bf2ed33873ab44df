"""Songs that a beat was chosen for → their JSON, and its schema."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Self

from pydantic import Field

from beat_service.catalogue.tables import BeatSong
from beat_service.songs.memory import MOST_SONGS
from music_genre.webapi.body import Body


class SongBody(Body):
    """One song."""

    sha256: str = Field(description="digest of its bytes; the same file is one song")
    title: str | None = Field(description="as it was sent along, or the file's name")
    bpm: float = Field(description="its own tempo")
    key: str | None
    chosen_at: datetime = Field(description="when the beat was last chosen for it")

    @classmethod
    def of(cls, song: BeatSong) -> Self:
        """Make the body of a row, whose time is in UTC."""
        columns = {name: getattr(song, name) for name in ("sha256", "title", "bpm", "key")}
        return cls(**columns, chosen_at=song.chosen_at.replace(tzinfo=UTC))


class SongsBody(Body):
    """The songs of a beat, newest first."""

    songs: list[SongBody]
    most: int = Field(description="that are remembered of one beat; older ones are forgotten")

    @classmethod
    def of(cls, songs: Iterable[BeatSong]) -> Self:
        """Make the body of a list."""
        return cls(songs=[SongBody.of(song) for song in songs], most=MOST_SONGS)
