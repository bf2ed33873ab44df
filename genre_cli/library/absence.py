"""Why the library has no song at a path: the reason, as the problem that it is."""

import os
from pathlib import Path

from genre_cli.library.finding import OTHER_FILE
from genre_cli.library.songs import Library, Noted, is_under
from genre_cli.telling.problems import FileProblemError, ProblemError
from music_genre.audio.errors import NotAudioError


def path_to_absence(path: Path, library: Library) -> Exception:
    """Find why there is no song of a file or a folder.

    It was refused, it is gone since, there is no such file, it is a folder in which no song was
    heard, or nobody has scanned it.
    """
    place = os.fsencode(path.resolve())
    noted = {one: note for one, note in library.noted().items() if is_under(one, path)}
    if place in noted and (problem := noted_to_problem(path, noted[place], library)):
        return problem
    if any(note.is_gone and note.code is None for note in noted.values()):
        return FileProblemError("songs_gone")
    if not path.exists():
        return FileProblemError("file_not_found")
    return FileProblemError("nothing_heard" if noted else "not_scanned")


def noted_to_problem(path: Path, note: Noted, library: Library) -> Exception | None:
    """Return the problem that a scan found with a file; None where it found none."""
    if note.code == OTHER_FILE:
        return NotAudioError()
    return ProblemError(library.problem(path)) if note.code else None
