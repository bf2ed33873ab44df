"""The journal of tags that were written: a line is in the database before the file is changed."""

import os
from pathlib import Path

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from genre_cli.library.songs import now
from genre_cli.library.tables import TagWrite
from genre_cli.tags.patch import Patch
from genre_cli.telling.names import shown


class Journal:
    """What was written, run by run. Each change is in the database when its method returns."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, run: str, path: Path, patch: Patch, modified_ns: int) -> None:
        """Note what is about to be written, and how to undo it."""
        line = TagWrite(
            run=run,
            place=os.fsencode(path),
            path=shown(path),
            before_sha256=patch.before_sha256,
            after_sha256=patch.after_sha256,
            prefix_bytes=patch.prefix_bytes,
            suffix_bytes=patch.suffix_bytes,
            middle=patch.middle,
            modified_ns=modified_ns,
            written_at=now(),
        )
        with Session(self._engine) as session, session.begin():
            session.add(line)

    def runs(self) -> list[str]:
        """List the runs of which something is not undone, the last first."""
        asked = select(TagWrite.run).where(TagWrite.is_undone.is_(False)).group_by(TagWrite.run)
        with self._engine.connect() as connection:
            return [*connection.scalars(asked.order_by(func.max(TagWrite.id).desc()))]

    def lines(self, run: str) -> list[TagWrite]:
        """List what of a run is not undone, the last first."""
        asked = select(TagWrite).where(TagWrite.run == run, TagWrite.is_undone.is_(False))
        with Session(self._engine) as session:
            return [*session.scalars(asked.order_by(TagWrite.id.desc()))]

    def mark_undone(self, line: TagWrite) -> None:
        """Note that there is nothing left to undo in a line."""
        with self._engine.begin() as connection:
            changed = update(TagWrite).where(TagWrite.id == line.id).values(is_undone=True)
            connection.execute(changed)


def line_to_patch(line: TagWrite) -> Patch:
    """Read how a line is undone."""
    return Patch(
        line.before_sha256, line.after_sha256, line.prefix_bytes, line.suffix_bytes, line.middle
    )
