"""What the commands say besides errors, in every language."""

from dataclasses import dataclass
from typing import Final

from music_genre.translations.texts import InEveryLanguage


@dataclass(frozen=True)
class Texts:
    """One language's words."""

    confident: str
    ambiguous: str
    none_of_these: str
    not_music: str
    silence: str
    free_time: str
    no_clear_key: str
    energy: str
    beat: str
    no_beat: str
    written: str
    failed: str
    done: str
    unchanged: str
    moved: str
    refused: str
    gone: str
    other_files: str
    stopping: str
    stopped: str
    explained: str
    evidence: str
    changes: str
    dry_run: str
    restored: str
    left_as_it_is: str
    no_output: str
    hearing: str
    compiling: str
    not_scanned: str
    nothing_to_do: str
    workers: str
    songs_a_second: str
    left: str
    names_as_uris: str


TEXTS: Final = InEveryLanguage(
    "cli",
    Texts(
        confident="sure",
        ambiguous="not sure",
        none_of_these="none of these",
        not_music="not music",
        silence="silence",
        free_time="free time",
        no_clear_key="no clear key",
        energy="energy",
        beat="beat",
        no_beat="no beat fits",
        written="written",
        failed="failed",
        done="heard",
        unchanged="unchanged",
        moved="known by content",
        refused="refused",
        gone="gone",
        other_files="other files",
        stopping="finishing what is begun; Ctrl-C again ends at once",
        stopped="Stopped; the same command goes on from here.",
        explained="VGG19: {genre} ({probability})",
        evidence="most by {stretches}",
        changes="changes",
        dry_run="Nothing was written; --write writes it.",
        restored="restored",
        left_as_it_is="left as it is",
        no_output="standard output cannot be written: {why}",
        hearing="Not in the library: hearing it …",
        compiling="The first time on this machine takes half a minute more …",
        not_scanned="not in the library; “genre scan” first",
        nothing_to_do="nothing to do",
        workers="workers",
        songs_a_second="songs/s",
        left="left",
        names_as_uris="Names that this format cannot hold, written as file: URIs: {number}",
    ),
)
