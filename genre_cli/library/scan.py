"""A folder → the library: what is new or changed is heard, one commit for each file.

A scan that was ended in any way goes on at the next call: what is in the database is whole, and
what is not is heard again.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from genre_cli.library.finding import OTHER_FILE, Found, Unreadable, folder_to_files, looked_ahead
from genre_cli.library.hearers import Hearers, Job
from genre_cli.library.hearing import Heard
from genre_cli.library.songs import Library, Noted, is_under
from genre_cli.library.tables import Song
from genre_cli.telling.problems import Body, error_to_body
from music_genre.translations.catalogues import Language

# Another time it may be otherwise, though the file is the same.
TRIED_AGAIN: Final = frozenset({"file_unreadable", "decoding_timeout", "decoder_crashed"})

Status = Literal["done", "unchanged", "moved", "refused", "other_files", "gone"]


@dataclass(frozen=True)
class Scanned:
    """What became of a file; `song` is None where it is not in the library."""

    path: Path
    status: Status
    song: Song | None = None
    problem: Body | None = None


@dataclass
class Scan:
    """One walk through a folder; `counts` has what became of files.

    `models` are versions: of those that hear, then of others whose answers are good enough.
    `expect` is told, once for each folder, of how many files in it there will be something to tell,
    as soon as all are found; files that are gone are not among them.
    """

    library: Library
    models: Sequence[str]
    language: Language
    expect: Callable[[int], None] = lambda _: None
    counts: Counter[Status] = field(default_factory=Counter)

    def folder_to_library(self, folder: Path, hearers: Hearers) -> Iterator[Scanned]:
        """Hear what is new or changed, and tell of each such file.

        Where nobody stopped the hearers, files that are there no more are noted as gone. Raises
        `OSError` where there is no such folder.
        """
        folder = folder.resolve(strict=True)
        noted = self.library.noted()
        found: dict[Path, Found] = {}
        seen: set[bytes] = set()
        lost: list[Scanned] = []
        back: list[bytes] = []

        def to_tell() -> Iterator[Found | Unreadable]:
            for one in folder_to_files(folder):
                place = os.fsencode(one.path)
                seen.add(place)
                note = noted.get(place)
                if note is not None and isinstance(one, Found):
                    if note.is_gone:
                        back.append(place)
                    if self._is_unchanged(note, one):
                        self.counts["other_files" if note.code == OTHER_FILE else "unchanged"] += 1
                        continue
                yield one

        def jobs() -> Iterator[Job]:
            for one in looked_ahead(to_tell(), self.expect):
                if isinstance(one, Unreadable):
                    lost.append(self._unreadable(one))
                    continue
                found[one.path] = one
                yield Job(one.path, self.library.hashes_of_size(one.size_bytes, self.models))

        for job, heard in hearers.hear(jobs()):
            yield from drained(lost)
            yield self._keep(found.pop(job.path), heard)
        yield from drained(lost)
        self.library.mark(back, is_gone=False)
        if not hearers.is_stopping:
            yield from self._note_gone(folder, noted, seen)

    def _is_unchanged(self, note: Noted, found: Found) -> bool:
        same = (note.size_bytes, note.modified_ns) == (found.size_bytes, found.modified_ns)
        # Rows of earlier versions do not know their sound: it is read, and not heard again.
        is_whole = note.sound_sha256 is not None or note.code is not None
        return same and is_whole and note.models in self.models and note.code not in TRIED_AGAIN

    def _keep(self, found: Found, heard: Heard) -> Scanned:
        song = self.library.keep(found, heard, self.models)
        status: Status = "moved" if heard.is_known else "done"
        if song.code is not None:
            status = "other_files" if song.code == OTHER_FILE else "refused"
        self.counts[status] += 1
        return Scanned(found.path, status, song, song.problem)

    def _unreadable(self, one: Unreadable) -> Scanned:
        self.counts["refused"] += 1
        return Scanned(one.path, "refused", problem=error_to_body(one.error, self.language))

    def _note_gone(
        self, folder: Path, noted: dict[bytes, Noted], seen: set[bytes]
    ) -> Iterator[Scanned]:
        gone = [
            place
            for place, note in noted.items()
            if not note.is_gone
            and place not in seen
            and is_under(place, folder)
            and not os.path.lexists(place)
        ]
        self.library.mark(gone, is_gone=True)
        for place in gone:
            if noted[place].code != OTHER_FILE:
                self.counts["gone"] += 1
                yield Scanned(Path(os.fsdecode(place)), "gone")


def drained(scanned: list[Scanned]) -> Iterator[Scanned]:
    """Take out what has gathered."""
    while scanned:
        yield scanned.pop(0)
