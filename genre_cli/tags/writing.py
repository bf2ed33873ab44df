"""Tags into a file, and out again: journal first, sound untouched, old or new and nothing between.

The way of a write: copy beside the file → tags into the copy → the copy's sound is the file's →
line in the journal → rename → the library's row. What is killed on the way leaves the old file or
the new one; a line whose file is still the old one has nothing to undo.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from genre_cli.library.finding import Found
from genre_cli.library.songs import Library
from genre_cli.library.sound import file_to_stream_sha256
from genre_cli.library.tables import Song, TagWrite
from genre_cli.tags.atomic import rename_over, scratch_copy
from genre_cli.tags.fields import TagFile
from genre_cli.tags.journal import Journal, line_to_patch
from genre_cli.tags.patch import bytes_to_patch, patch_to_before, sha256
from genre_cli.tags.plan import Change
from genre_cli.telling.problems import FileProblemError, told_as_write


def write_changes(
    song: Song, changes: Sequence[Change], journal: Journal, library: Library, run: str
) -> None:
    """Write changes of a song's tags. Raises `FileProblemError`, `OSError`: then nothing changed.

    A file that is not the one that was heard is refused.
    """
    path = song_to_path(song)
    before = path.read_bytes()
    if sha256(before) != song.sha256:
        raise FileProblemError("changed_since_scan")
    modified_ns = path.stat().st_mtime_ns
    with scratch_copy(path) as scratch:
        tags = TagFile(scratch)
        for change in changes:
            tags.write(change.field, change.after)
        with told_as_write():
            tags.save()
        if file_to_stream_sha256(scratch) != file_to_stream_sha256(path):
            raise FileProblemError("sound_would_change")
        patch = bytes_to_patch(before, scratch.read_bytes())
        journal.note(run, path, patch, modified_ns)
        rename_over(scratch, path)
    library.follow(path_to_found(path), patch.before_sha256, patch.after_sha256)


def undo_line(line: TagWrite, journal: Journal, library: Library) -> bool:
    """Make a file what it was, byte for byte; False where it was never changed.

    Raises `FileProblemError` for a file that was changed by somebody else since, `OSError`.
    """
    path = Path(os.fsdecode(line.place))
    after = path.read_bytes()
    if sha256(after) == line.before_sha256:
        journal.mark_undone(line)
        # An undo that was killed after it had restored the file has not told the library.
        return library.follow(path_to_found(path), line.after_sha256, line.before_sha256)
    if sha256(after) != line.after_sha256:
        raise FileProblemError("changed_since_tag")
    before = patch_to_before(after, line_to_patch(line))
    with scratch_copy(path) as scratch:
        with told_as_write():
            scratch.write_bytes(before)
        rename_over(scratch, path, line.modified_ns)
    journal.mark_undone(line)
    library.follow(path_to_found(path), line.after_sha256, line.before_sha256)
    return True


def refuse_changed(song: Song) -> None:
    """Refuse a file that is not the one that was heard, by size and time, else by its content.

    Raises `FileProblemError` (`changed_since_scan`) and `OSError`.
    """
    path = song_to_path(song)
    found = path_to_found(path)
    if (found.size_bytes, found.modified_ns) == (song.size_bytes, song.modified_ns):
        return
    if sha256(path.read_bytes()) != song.sha256:
        raise FileProblemError("changed_since_scan")


def song_to_path(song: Song) -> Path:
    """Return the file of a song, past links, so that a link stays one."""
    return Path(os.fsdecode(song.place)).resolve()


def path_to_found(path: Path) -> Found:
    """Read what tells whether a file has changed."""
    facts = path.stat()
    return Found(path, facts.st_size, facts.st_mtime_ns)
