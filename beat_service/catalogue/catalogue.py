"""The catalogue of beats: adding to it, changing what is in it, and taking from it.

Each method is one transaction: it happens as a whole or not at all.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from beat_service.analysis.analysed_patterns import analysed_patterns
from beat_service.catalogue.changes import MEASURED, BeatChanges, changes_to_description
from beat_service.catalogue.condition import with_reserve
from beat_service.catalogue.description import SLUG_LENGTH, Description
from beat_service.catalogue.reader import BeatReader, same_text
from beat_service.catalogue.tables import Beat, BeatFile, ShippedBeat
from beat_service.catalogue.upload import Analyse, bytes_to_beat, bytes_to_digest
from beat_service.drums.pattern import Style, pattern_to_tempi
from beat_service.drums.synth import LOOP_BARS
from beat_service.errors import BeatExistsError, BuiltInBeatError, SameBeatError, UnknownBeatError

OUR_LICENCE: Final = "CC0-1.0"
OUR_NAME: Final = "music-genre-classifier"
DIGEST_SHOWN: Final = 8  # [characters] of a digest that tell two ids apart


class BeatCatalogue(BeatReader):
    """The beats of one database; `analyse` measures what is added or changed."""

    def __init__(self, engine: Engine, analyse: Analyse) -> None:
        super().__init__(engine)
        self._writing = engine
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

    def add(self, encoded: bytes, description: Description) -> Beat:
        """Check, analyse and keep an upload.

        Raises `SameBeatError` where its content is there, `BeatExistsError` where its name is, and
        what `bytes_to_beat` raises; then nothing is kept.
        """
        digest = bytes_to_digest(encoded)
        self._refuse_same(BeatFile.sha256 == digest)
        beat = bytes_to_beat(encoded, description, self._analyse)
        if beat.file is not None:
            self._refuse_same(BeatFile.fingerprint == beat.file.fingerprint)
        with Session(self._writing, expire_on_commit=False) as session:
            beat.style = _known_spelling(session, beat.style)
            _refuse_same_name(session, beat.style, beat.title)
            if session.get(Beat, beat.id):  # of a beat that has another name now
                beat.id = f"{beat.id[:SLUG_LENGTH].rstrip('-')}-{digest[:DIGEST_SHOWN]}"
            session.add(beat)
            _commit(session)
        return beat

    def change(self, beat_id: str, changes: BeatChanges) -> Beat:
        """Change a beat that was added; its id stays. A tempo or meter is analysed as at first.

        Raises `UnknownBeatError`, `BuiltInBeatError` for one of ours, `BeatExistsError` where the
        name is there, and what `bytes_to_beat` raises; then nothing is changed.
        """
        before = self._beat_with_file(beat_id)
        if before.file is None:
            raise BuiltInBeatError
        measured = None
        if "bpm" in changes or "meter" in changes:
            described = changes_to_description(before, changes)
            measured = bytes_to_beat(before.file.content, described, self._analyse)
        with Session(self._writing, expire_on_commit=False) as session:
            if (beat := session.get(Beat, beat_id)) is None:
                raise UnknownBeatError  # somebody was quicker
            beat.title = changes.get("title", beat.title)
            beat.licence = changes.get("licence", beat.licence)
            beat.author = changes.get("author", beat.author)
            if "style" in changes:
                beat.style = _known_spelling(session, changes["style"], besides=beat_id)
            if "title" in changes or "style" in changes:
                with session.no_autoflush:
                    _refuse_same_name(session, beat.style, beat.title, besides=beat_id)
            if measured is not None and measured.file and beat.file:
                for column in MEASURED:
                    setattr(beat, column, getattr(measured, column))
                beat.file.fingerprint = measured.file.fingerprint
            _commit(session)
        return beat

    def delete(self, beat_id: str) -> None:
        """Delete a beat and its file, on a full disk too. Raises `UnknownBeatError`."""
        with_reserve(self._writing, lambda: self._delete(beat_id))

    def _delete(self, beat_id: str) -> None:
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


def _known_spelling(session: Session, style: str, besides: str = "") -> str:
    """Return the style as other beats spell it already, or as it came."""
    same = select(Beat.style).where(same_text(Beat.style, style), Beat.id != besides).limit(1)
    with session.no_autoflush:
        return session.scalar(same) or style


def _refuse_same_name(session: Session, style: str, title: str, besides: str = "") -> None:
    """Refuse the style and title of another beat. Raises `BeatExistsError`."""
    same = select(Beat.id).where(
        same_text(Beat.style, style), same_text(Beat.title, title), Beat.id != besides
    )
    if session.scalar(same.limit(1)) is not None:
        raise BeatExistsError


def _commit(session: Session) -> None:
    """Write what was changed. Raises `BeatExistsError` where somebody wrote the same meanwhile."""
    try:
        session.commit()
    except IntegrityError as error:
        raise BeatExistsError from error


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
