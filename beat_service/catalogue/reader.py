"""The catalogue of beats for who only reads: lists, rows, sounds and MIDI files."""

from typing import Final

from sqlalchemy import ColumnElement, Engine, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from beat_service.catalogue.sound import beat_to_midi, beat_to_wav
from beat_service.catalogue.tables import Beat
from beat_service.errors import UnknownBeatError

TEMPO_TOLERANCE: Final = 0.04  # ratio by which a tempo may lie beside the range of a beat it finds


class BeatReader:
    """The beats of one database; each method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._reading = engine.execution_options(reads_only=True)

    def beats(
        self, style: str | None = None, bpm: float | None = None, meter: str | None = None
    ) -> list[Beat]:
        """List the beats of a style, in any case, and a meter that play at a tempo [BPM].

        The nearest tempo comes first.
        """
        query = select(Beat).order_by(Beat.style, Beat.id)
        if style is not None:
            query = query.where(same_text(Beat.style, style))
        if meter is not None:
            query = query.where(Beat.meter == meter)
        if bpm is not None:
            query = (
                query.where(
                    Beat.slowest_bpm <= bpm * (1 + TEMPO_TOLERANCE),
                    Beat.fastest_bpm >= bpm * (1 - TEMPO_TOLERANCE),
                )
                .order_by(None)
                .order_by(func.abs(Beat.bpm - bpm), Beat.id)
            )
        with Session(self._reading) as session:
            return list(session.scalars(query))

    def styles(self) -> list[str]:
        """List every style that has a beat, by name."""
        with Session(self._reading) as session:
            return list(session.scalars(select(Beat.style).distinct().order_by(Beat.style)))

    def beat(self, beat_id: str) -> Beat:
        """Return the beat of an id. Raises `UnknownBeatError`."""
        with Session(self._reading) as session:
            if (beat := session.get(Beat, beat_id)) is None:
                raise UnknownBeatError
            return beat

    def wav(self, beat_id: str, bpm: float | None = None) -> bytes:
        """Render a beat as WAV at a tempo [BPM], or at its own.

        Raises `UnknownBeatError`, `TempoOutOfRangeError`.
        """
        return beat_to_wav(self._beat_with_file(beat_id), bpm)

    def midi(self, beat_id: str, bpm: float | None = None) -> bytes:
        """Write a beat as MIDI at a tempo [BPM], or at its own.

        Raises `UnknownBeatError`, `BeatWithoutMidiError`.
        """
        return beat_to_midi(self._beat_with_file(beat_id), bpm)

    def uploaded(self, beat_id: str) -> bytes:
        """Return what was uploaded; nothing of one of ours. Raises `UnknownBeatError`."""
        file = self._beat_with_file(beat_id).file
        return file.content if file else b""

    def _beat_with_file(self, beat_id: str) -> Beat:
        """Return a beat and what was uploaded. Raises `UnknownBeatError`."""
        with Session(self._reading) as session:
            beat = session.get(Beat, beat_id, options=[joinedload(Beat.file)])
        if beat is None:
            raise UnknownBeatError
        return beat


def same_text(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Make the condition that a column has this text, in any case.

    SQLite lowers plain letters alone: one that is equal to the letter is asked for beside it.
    """
    return or_(column == text, func.lower(column) == text.lower())
