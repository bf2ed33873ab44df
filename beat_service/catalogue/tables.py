"""The catalogue's tables, as typed SQLAlchemy models; `migrations/` brings a database to them.

A beat plays from one of two things: a pattern of ours (`pattern`) or an uploaded file
(`beat_files`). Files are in the database, so that a beat and its file are added or removed together
or not at all.
"""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, MetaData, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

# Constraints get names by rule, because migrations can only change what has a name.
NAMES: Final = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
ID_LENGTH: Final = 80
NAME_LENGTH: Final = 80
LICENCE_LENGTH: Final = 120
METER_LENGTH: Final = 8


class Base(DeclarativeBase):
    """Root of the tables."""

    metadata = MetaData(naming_convention=NAMES)


class Beat(Base):
    """One beat of the catalogue."""

    __tablename__ = "beats"
    __table_args__ = (CheckConstraint("bpm > 0", name="bpm_positive"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    title: Mapped[str] = mapped_column(String(NAME_LENGTH))
    style: Mapped[str] = mapped_column(String(NAME_LENGTH), index=True)
    kind: Mapped[str] = mapped_column(String(10))  # one of pattern, midi, audio
    bpm: Mapped[float]
    slowest_bpm: Mapped[float]
    fastest_bpm: Mapped[float]
    key: Mapped[str | None] = mapped_column(String(20))
    bars: Mapped[int]
    meter: Mapped[str] = mapped_column(String(METER_LENGTH), server_default="4/4")
    beats: Mapped[float] = mapped_column(server_default="16")  # quarters until it repeats
    licence: Mapped[str] = mapped_column(String(LICENCE_LENGTH))
    author: Mapped[str] = mapped_column(String(NAME_LENGTH))
    pattern: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    traits: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())

    file: Mapped["BeatFile | None"] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, single_parent=True
    )


class BeatFile(Base):
    """What was uploaded, apart from `beats` so that lists need not read it."""

    __tablename__ = "beat_files"

    beat_id: Mapped[str] = mapped_column(
        ForeignKey("beats.id", ondelete="CASCADE"), primary_key=True
    )
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    # Of what is heard; None of files that were kept before it was asked for.
    fingerprint: Mapped[str | None] = mapped_column(String(64), index=True, unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class BeatSong(Base):
    """A song that a beat was chosen for, where somebody asked that it be remembered."""

    __tablename__ = "beat_songs"

    beat_id: Mapped[str] = mapped_column(
        ForeignKey("beats.id", ondelete="CASCADE"), primary_key=True
    )
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    bpm: Mapped[float]
    key: Mapped[str | None] = mapped_column(String(20))
    chosen_at: Mapped[datetime]  # UTC


class ShippedBeat(Base):
    """Ids of our own beats that were once put in: one that was deleted stays deleted."""

    __tablename__ = "shipped_beats"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
