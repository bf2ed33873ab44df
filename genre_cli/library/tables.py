"""The library's tables, as typed SQLAlchemy models; `migrations/` brings a database to them."""

import os
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Double,
    Engine,
    Executable,
    LargeBinary,
    MetaData,
    String,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, foreign, mapped_column, relationship

from beat_service.catalogue.tables import NAMES
from music_genre.webapi.prediction_body import NAMES_A_GENRE

SHA256_LENGTH: Final = 64
GENRE_LENGTH: Final = 80  # of a name that a person typed too


class Base(DeclarativeBase):
    """Root of the tables."""

    metadata = MetaData(naming_convention=NAMES)


class Decision(Base):
    """What a person decided of a recording: its genre, or that it has none.

    It is known by its sound, which is the same in every copy, whatever its tags say.
    """

    __tablename__ = "decisions"

    sound_sha256: Mapped[str] = mapped_column(String(SHA256_LENGTH), primary_key=True)
    genre: Mapped[str | None] = mapped_column(String(GENRE_LENGTH))
    decided_at: Mapped[datetime]  # UTC


class Song(Base):
    """One file, as it was when it was heard, and what was heard; or the problem that it has.

    `place` is its path as the system has it, any bytes; `path` the same to read.
    """

    __tablename__ = "songs"

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    path: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger, index=True)
    modified_ns: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(SHA256_LENGTH), index=True)
    # Of its sound alone; None in rows of a version that did not keep it.
    sound_sha256: Mapped[str | None] = mapped_column(String(SHA256_LENGTH), index=True)
    year: Mapped[int | None]  # by its tags
    models: Mapped[str] = mapped_column(String(SHA256_LENGTH))  # which models heard it
    is_gone: Mapped[bool] = mapped_column(default=False)  # it was not there any more
    heard_at: Mapped[datetime]  # UTC

    code: Mapped[str | None] = mapped_column(String(40))  # of the problem
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    nearest: Mapped[str | None] = mapped_column(String(GENRE_LENGTH))  # genre, whatever the outcome
    outcome: Mapped[str | None] = mapped_column(String(20))
    probability: Mapped[float | None] = mapped_column(Double)
    bpm: Mapped[float | None] = mapped_column(Double)  # None where the tempo is free
    tempo_confidence: Mapped[float | None] = mapped_column(Double)
    tonic: Mapped[str | None] = mapped_column(String(2))  # of a clear key, as all of these
    mode: Mapped[str | None] = mapped_column(String(5))
    camelot: Mapped[str | None] = mapped_column(String(3))
    open_key: Mapped[str | None] = mapped_column(String(3))
    energy: Mapped[float | None] = mapped_column(Double)
    duration_s: Mapped[float | None] = mapped_column(Double)
    prediction: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    analysis: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    embedding: Mapped[bytes | None] = mapped_column(LargeBinary)  # float32, little-endian

    decision: Mapped[Decision | None] = relationship(
        primaryjoin=lambda: foreign(Song.sound_sha256) == Decision.sound_sha256,
        viewonly=True,
        lazy="joined",
    )

    @property
    def file(self) -> str:
        """Name the file as this system does, exactly: bytes that are no text are surrogates."""
        return os.fsdecode(self.place)

    @property
    def is_decided(self) -> bool:
        """Tell whether a person decided what it is."""
        return self.decision is not None

    @property
    def is_sure(self) -> bool:
        """Tell whether its genre can be relied on: decided, or heard with confidence."""
        return self.is_decided or self.outcome == "confident"

    @property
    def genre(self) -> str | None:
        """Name the genre: what was decided, else what was heard if that names one."""
        if self.decision is not None:
            return self.decision.genre
        return self.heard_genre

    @property
    def heard_genre(self) -> str | None:
        """Name the genre that was heard, if the answer names one."""
        return self.nearest if self.outcome in NAMES_A_GENRE else None


class TagWrite(Base):
    """A line of the journal: tags that were written into a file, and how to undo that."""

    __tablename__ = "tag_writes"

    id: Mapped[int] = mapped_column(primary_key=True)
    run: Mapped[str] = mapped_column(String(32), index=True)  # one call of `genre tag --write`
    place: Mapped[bytes] = mapped_column(LargeBinary)
    path: Mapped[str]
    before_sha256: Mapped[str] = mapped_column(String(SHA256_LENGTH))
    after_sha256: Mapped[str] = mapped_column(String(SHA256_LENGTH))
    prefix_bytes: Mapped[int] = mapped_column(BigInteger)
    suffix_bytes: Mapped[int] = mapped_column(BigInteger)
    middle: Mapped[bytes] = mapped_column(LargeBinary)  # of the file before, compressed
    modified_ns: Mapped[int] = mapped_column(BigInteger)  # when it was last changed before
    written_at: Mapped[datetime]  # UTC
    is_undone: Mapped[bool] = mapped_column(default=False)


# What a file's content says, whichever file it is in.
HEARD: Final = (
    *("models", "heard_at", "code", "problem", "nearest", "outcome", "probability", "bpm"),
    *("tempo_confidence", "tonic", "mode", "camelot", "open_key", "energy", "duration_s"),
    *("prediction", "analysis", "embedding"),
)


def put_in(
    engine: Engine, table: type[Base], key: dict[str, Any], values: dict[str, Any]
) -> Executable:
    """Make the statement that puts a row in, or renews it where another process was faster."""
    insert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
    row = insert(table).values(**key, **values)
    return row.on_conflict_do_update(index_elements=[*key], set_=values)
