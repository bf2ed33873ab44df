"""The library: which songs there are, and what was heard in them, in the database."""

import os
import time
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import URL, Engine, select, update
from sqlalchemy.orm import Session, defer

from beat_service.catalogue.condition import give_up_reserve
from beat_service.catalogue.database import (
    DatabaseError,
    Kind,
    database_url_to_url,
    faults_in_words,
    url_to_name,
)
from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.answering.databases import url_to_telling_engine
from genre_cli.library.finding import Found
from genre_cli.library.tables import HEARD, Song, put_in
from genre_cli.telling.names import shown

if TYPE_CHECKING:
    import numpy as np

    from genre_cli.library.hearing import Heard

LIBRARY: Final = Kind(
    Path(__file__).parent / "migrations",
    "GENRE_LIBRARY",
    keeps_connections=False,
    always_checked=False,
    if_damaged="restore a backup of it, or move it away and scan again",
    goes_back="python -m genre_cli.revision",
)
BEING_MADE_S: Final = 1.0  # that a new file may be without a byte
EMBEDDING_TYPE: Final = "<f4"
LONG: Final = (Song.prediction, Song.analysis)


@dataclass(frozen=True)
class Noted:
    """What the library has noted of a file, to tell whether it has changed."""

    size_bytes: int
    modified_ns: int
    sha256: str | None
    sound_sha256: str | None
    models: str
    code: str | None
    is_gone: bool


class Library:
    """The songs. Each change is in the database, whole, when its method returns."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def noted(self) -> dict[bytes, Noted]:
        """Read what is noted of every file, by its place."""
        content = (Song.size_bytes, Song.modified_ns, Song.sha256, Song.sound_sha256)
        asked = select(Song.place, *content, Song.models, Song.code, Song.is_gone)
        with self.engine.connect() as connection:
            return {row.place: Noted(*row[1:]) for row in connection.execute(asked)}

    def hashes_of_size(self, size_bytes: int, models: Collection[str]) -> frozenset[str]:
        """Find the SHA-256 of files of a size that one of these models has heard."""
        asked = select(Song.sha256).where(
            Song.size_bytes == size_bytes, Song.models.in_(models), Song.sha256.is_not(None)
        )
        with self.engine.connect() as connection:
            return frozenset(filter(None, connection.scalars(asked)))

    def keep(self, found: Found, heard: "Heard", models: Sequence[str]) -> Song:
        """Put in what was heard of a file; what is known by its content is taken from there."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            place = os.fsencode(found.path)
            values = heard_to_values(heard) | {"models": models[0], "heard_at": now()}
            if heard.is_known:
                same = select(Song).where(Song.sha256 == heard.sha256, Song.models.in_(models))
                twin = session.scalars(same.limit(1)).one()
                values = {name: getattr(twin, name) for name in HEARD}
            values |= {
                "path": shown(found.path),
                "size_bytes": found.size_bytes,
                "modified_ns": found.modified_ns,
                "sha256": heard.sha256,
                "sound_sha256": heard.sound_sha256,
                "year": heard.year,
                "is_gone": False,
            }
            session.execute(put_in(self.engine, Song, {"place": place}, values))
            return session.scalars(select(Song).where(Song.place == place)).one()

    def mark(self, places: Iterable[bytes], *, is_gone: bool) -> None:
        """Note which files are there no more, or there again."""
        with self.engine.begin() as connection:
            for place in places:
                connection.execute(update(Song).where(Song.place == place).values(is_gone=is_gone))

    def follow(self, found: Found, before_sha256: str, after_sha256: str) -> bool:
        """Note that a file was changed and its sound was not; False where it is not the one."""
        values = {
            "sha256": after_sha256,
            "size_bytes": found.size_bytes,
            "modified_ns": found.modified_ns,
        }
        same = Song.place == os.fsencode(found.path), Song.sha256 == before_sha256
        with self.engine.begin() as connection:
            return connection.execute(update(Song).where(*same).values(values)).rowcount > 0

    def songs(self, under: Path | None = None, *, with_embeddings: bool = False) -> list[Song]:
        """List the songs that are there and were heard, by path, or those under a path.

        They lack the long bodies of what was heard, which `song` and `whole` read.
        """
        left_out = LONG if with_embeddings else (*LONG, Song.embedding)
        asked = (
            select(Song)
            .where(Song.is_gone.is_(False), Song.code.is_(None))
            .options(*(defer(column, raiseload=True) for column in left_out))
        )
        with Session(self.engine) as session:
            found: Sequence[Song] = session.scalars(asked.order_by(Song.path)).all()
        return [song for song in found if under is None or is_under(song.place, under)]

    def song(self, path: Path) -> Song | None:
        """Find a song by its path."""
        place = os.fsencode(path.resolve())
        with Session(self.engine) as session:
            return session.scalar(select(Song).where(Song.place == place, Song.code.is_(None)))

    def problem(self, path: Path) -> dict[str, Any]:
        """Read the problem that a scan found with a file. Raises `NoResultFound` without one."""
        asked = select(Song.problem).where(Song.place == os.fsencode(path.resolve()))
        with self.engine.connect() as connection:
            return dict(connection.execute(asked.where(Song.problem.is_not(None))).scalar_one())

    def whole(self, song: Song) -> Song:
        """Read a song anew, with all that was heard and what is decided of it by now."""
        with Session(self.engine) as session:
            return session.scalars(select(Song).where(Song.id == song.id)).one()


def url_to_library(url: str, *, is_checked: bool = False) -> Library:
    """Open the library, its tables up to date; a SQLite file is read for damage if that is asked.

    Raises `NobodyAnswersError`, and so does its use from then on where a fault of it shows.
    """
    kind = replace(LIBRARY, always_checked=is_checked)
    try:
        address = database_url_to_url(url, kind)
        with faults_in_words(address, kind):
            refuse_emptied(address)
    except DatabaseError as error:
        raise NobodyAnswersError(str(error)) from error
    engine = url_to_telling_engine(url, kind)
    with suppress(PermissionError):  # in a folder of somebody else
        give_up_reserve(engine)  # which earlier releases laid aside
    return Library(engine)


def refuse_emptied(url: URL) -> None:
    """Refuse a SQLite file without a byte, which SQLite would take for a new library.

    One that is being made now has its first bytes in a moment. Raises `DatabaseError`.
    """
    path = Path(str(url.database))
    give_up = time.monotonic() + BEING_MADE_S
    while url.get_backend_name() == "sqlite" and path.is_file() and not path.stat().st_size:
        if time.monotonic() > give_up:
            reason = f"the file is empty, no library; {LIBRARY.if_damaged}"
            raise DatabaseError(f"{url_to_name(url, LIBRARY)}: {reason}")
        time.sleep(BEING_MADE_S / 20)


def heard_to_values(heard: "Heard") -> dict[str, Any]:
    """Turn what was heard into the columns of a song."""
    values: dict[str, Any] = dict.fromkeys(HEARD)
    if heard.problem is not None:
        return values | {"code": heard.problem["code"], "problem": heard.problem}
    values |= {"prediction": heard.prediction, "analysis": heard.analysis}
    if heard.prediction and (verdict := heard.prediction["ensemble"]):
        share = (verdict["probabilities"] or {}).get(verdict["nearest"])
        values |= {
            "nearest": verdict["nearest"],
            "outcome": verdict["outcome"],
            "probability": share,
        }
    if heard.analysis:
        values |= analysis_to_values(heard.analysis)
    if heard.embedding is not None:
        values["embedding"] = heard.embedding.astype(EMBEDDING_TYPE).tobytes()
    return values


def analysis_to_values(analysis: dict[str, Any]) -> dict[str, Any]:
    """Turn the body of an analysis into the columns of a song."""
    tempo, key, energy = analysis["tempo"], analysis["key"], analysis["energy"]
    values = {"duration_s": analysis["audio"]["duration_s"]}
    if tempo and not tempo["free"]:
        values |= {"bpm": tempo["bpm"], "tempo_confidence": tempo["confidence"]}
    if key and key["clear"]:
        values |= {name: key[name] for name in ("tonic", "mode", "camelot", "open_key")}
    if energy:
        values["energy"] = energy["energy"]
    return values


def song_to_embedding(song: Song) -> "np.ndarray[Any, np.dtype[np.float32]] | None":
    """Read a song's embedding, float32 `(1706,)`; None for silence."""
    import numpy as np

    return None if song.embedding is None else np.frombuffer(song.embedding, EMBEDDING_TYPE)


def is_under(place: bytes, path: Path) -> bool:
    """Tell whether a place is a path or lies in that folder."""
    top = os.fsencode(path.resolve())
    return place == top or place.startswith(top.rstrip(os.fsencode(os.sep)) + os.fsencode(os.sep))


def now() -> datetime:
    """Return the time, UTC, as databases keep it."""
    return datetime.now(UTC).replace(tzinfo=None)
