"""A line of a manifest → its row: bytes, waveform, what the models hear, columns.

This runs in Dask's workers. A worker has two threads: while one hears, the other reads the next
song, which may come from far away.
"""

import hashlib
import json
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from genre_cli.answering.answers import Mode
from genre_cli.bulk.schema import SCHEMA, Row
from genre_cli.bulk.source import SourceError, place_to_bytes
from genre_cli.library.hearing import Heard, bytes_to_heard, with_facts
from genre_cli.library.rows import FACTS
from genre_cli.library.songs import heard_to_values
from genre_cli.library.tables import Song
from genre_cli.telling.problems import TOLD, Body, error_to_body
from music_genre.translations.catalogues import Language

ONE_AT_A_TIME: Final = threading.Lock()  # hears


@dataclass(frozen=True)
class Job:
    """A line of a manifest: its number, its URL as it stands there, and where that is."""

    row: int
    url: str
    place: str
    attempts: int = 0  # before, that ended with their worker


@dataclass(frozen=True)
class Terms:
    """What all rows of a run have in common."""

    language: Language
    mode: Mode
    package_version: str
    models_version: str


def job_to_row(job: Job, terms: Terms) -> Row:
    """Read and hear a song; every problem of it is a row."""
    try:
        encoded, attempts = place_to_bytes(job.place)
    except SourceError as error:
        return problem_to_row(error_to_body(error, terms.language), job, terms, error.attempts)
    except TOLD as error:
        return problem_to_row(error_to_body(error, terms.language), job, terms)
    with ONE_AT_A_TIME:
        return heard_to_row(encoded_to_heard(encoded, terms), job, terms, attempts)


def encoded_to_heard(encoded: bytes, terms: Terms) -> Heard:
    """Hear a song; what is wrong with its sound is an answer."""
    sha256 = hashlib.sha256(encoded).hexdigest()
    try:
        return with_facts(bytes_to_heard(encoded, sha256, terms.mode), encoded)
    except TOLD as error:
        return Heard(sha256, problem=error_to_body(error, terms.language))


def heard_to_row(heard: Heard, job: Job, terms: Terms, attempts: int = 1) -> Row:
    """Put what was heard into the columns of `genre_cli.bulk.schema`."""
    values = heard_to_values(heard)
    song = Song(**values)
    return {
        **{name: getattr(song, name) for name in FACTS if name in SCHEMA.names},
        "row": job.row,
        "url": job.url,
        "code": values["code"],
        "problem": _json(heard.problem),
        "attempts": job.attempts + attempts,
        "sha256": heard.sha256,
        "sound_sha256": heard.sound_sha256,
        "year": heard.year,
        "embedding": heard.embedding,
        "prediction": _json(heard.prediction),
        "analysis": _json(heard.analysis),
        "heard_at": datetime.now(UTC),
        "listening": terms.mode,
        "package_version": terms.package_version,
        "models_version": terms.models_version,
    }


def problem_to_row(body: Body, job: Job, terms: Terms, attempts: int = 1) -> Row:
    """Make the row of a song that could not be heard."""
    return heard_to_row(Heard(None, problem=body), job, terms, attempts)


def _json(body: Any) -> str | None:
    return None if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":"))
