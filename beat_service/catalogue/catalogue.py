"""The catalogue of beats: what is in it, adding to it and taking from it.

Each method is one transaction: it happens as a whole or not at all.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from beat_service.analysis.analysed_patterns import analysed_patterns
from beat_service.catalogue.description import Description
from beat_service.catalogue.sound import beat_to_midi, beat_to_wav
from beat_service.catalogue.tables import Beat, BeatFile, ShippedBeat
from beat_service.catalogue.upload import Analyse, bytes_to_beat, bytes_to_digest
from beat_service.drums.pattern import Style, pattern_to_tempi
from beat_service.drums.synth import LOOP_BARS
from beat_service.errors import BeatExistsError, SameBeatError, UnknownBeatError

OUR_LICENCE: Final = "CC0-1.0"
OUR_NAME: Final = "music-genre-classifier"
TEMPO_TOLERANCE: Final = 0.04  # ratio by which a tempo may lie beside the range of a beat it finds


class BeatCatalogue:
    """The beats of one database; `analyse` measures what is added."""

    def __init__(self, engine: Engine, analyse: Analyse) -> None:
        self._writing = engine
        self._reading = engine.execution_options(reads_only=True)
        self._analyse = analyse

    def fill(self, styles: Sequence[Style]) -> int:
        """Insert bundled beats this database has never held; return their number.

        Deleted beats are not inserted again.
        """
        with Session(self._writing) as session, session.begin():
            known = set(session.scalars(select(ShippedBeat.id)))
            new = [
                beat for style in styles for beat in style_to_beats(style) if beat.id not in known
            ]
            session.add_all(new)
            session.add_all(ShippedBeat(id=beat.id) for beat in new)
        return len(new)

    def beats(
        self, style: str | None = None, bpm: float | None = None, meter: str | None = None
    ) -> list[Beat]:
        """List the beats of a style, in any case, and a meter that play at a tempo [BPM].

        The nearest tempo comes first.
        """
        query = select(Beat).order_by(Beat.style, Beat.id)
        if style is not None:
            query = query.where(func.lower(Beat.style) == style.lower())
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

    def add(self, encoded: bytes, description: Description) -> Beat:
        """Check, analyse and keep an upload.

        Raises `SameBeatError` where its content is there, `BeatExistsError` where its name is, and
        what `bytes_to_beat` raises; then nothing is kept.
        """
        self._refuse_same(BeatFile.sha256 == bytes_to_digest(encoded))
        beat = bytes_to_beat(encoded, description, self._analyse)
        if beat.file is not None:
            self._refuse_same(BeatFile.fingerprint == beat.file.fingerprint)
        with Session(self._writing, expire_on_commit=False) as session:
            beat.style = self._known_spelling(session, beat.style)
            session.add(beat)
            try:
                session.commit()
            except IntegrityError as error:
                raise BeatExistsError from error
        return beat

    def delete(self, beat_id: str) -> None:
        """Delete a beat and its file. Raises `UnknownBeatError`."""
        with Session(self._writing) as session, session.begin():
            if (beat := session.get(Beat, beat_id)) is None:
                raise UnknownBeatError
            session.delete(beat)

    def _refuse_same(self, condition: ColumnElement[bool]) -> None:
        """Refuse a file that meets a condition already. Raises `SameBeatError`."""
        with Session(self._reading) as session:
            same_as = session.scalar(select(BeatFile.beat_id).where(condition))
        if same_as is not None:
            raise SameBeatError(same_as)

    def _beat_with_file(self, beat_id: str) -> Beat:
        """Return a beat and what was uploaded. Raises `UnknownBeatError`."""
        with Session(self._reading) as session:
            beat = session.get(Beat, beat_id, options=[joinedload(Beat.file)])
        if beat is None:
            raise UnknownBeatError
        return beat

    @staticmethod
    def _known_spelling(session: Session, style: str) -> str:
        """Return the style as the catalogue spells it already, or as it came."""
        same = select(Beat.style).where(func.lower(Beat.style) == style.lower()).limit(1)
        return session.scalar(same) or style


def style_to_beats(style: Style) -> list[Beat]:
    """Make our patterns of a style into rows, with the traits that the analysis measured."""
    analysed = analysed_patterns()
    tempi = {pattern.id: pattern_to_tempi(pattern, style) for pattern in style.patterns}
    return [
        Beat(
            id=pattern.id,
            title=pattern.title,
            style=style.name,
            kind="pattern",
            bpm=pattern.bpm,
            slowest_bpm=tempi[pattern.id][0],
            fastest_bpm=tempi[pattern.id][1],
            bars=LOOP_BARS,
            meter=pattern.meter,
            beats=LOOP_BARS * pattern.beats_per_bar,
            licence=OUR_LICENCE,
            author=OUR_NAME,
            pattern=pattern.model_dump(mode="json"),
            traits=analysed[pattern.id],
        )
        for pattern in style.patterns
    ]
