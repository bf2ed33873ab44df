"""What a song is asked about, whoever answers: this process, or a server that runs."""

from pathlib import Path
from typing import Any, Final, Literal, Protocol

from music_genre.webapi.messages import MEGABYTE
from music_genre.webapi.problems import ApiError

Body = dict[str, Any]  # JSON, by the schemas of `docs/api.md`
Mode = Literal["full", "fast"]  # of listening (`sounding`)

# Files of one's own; the services have a lower limit for what strangers send.
MOST_BYTES: Final = 512 * MEGABYTE


class Answers(Protocol):
    """Whoever answers. Everything raises `CodedError`s, and `NobodyAnswersError`."""

    def predict(self, encoded: bytes) -> Body:
        """Say the genre: the body of `POST /api/predict`, without a beat."""
        ...

    def explain(self, encoded: bytes, genre: str | None, segment: int | None) -> Body:
        """Say what speaks for a genre, or for the answer: the body of `/v1/explain`."""
        ...

    def beats(self, encoded: bytes) -> Body:
        """Say tempo, key, energy, rhythm, and beats that fit: the body of `/recommend`."""
        ...

    def analyze(self, encoded: bytes) -> Body:
        """Say tempo, key, energy and rhythm: the body of `/analyze`."""
        ...

    def hear(self, encoded: bytes) -> tuple[Body, Body]:
        """Say genre and traits: the bodies of `predict` and `analyze`, decoded once if may be."""
        ...

    def spectrogram(self, encoded: bytes) -> Body:
        """Return what is drawn of a song: the body of `/v1/spectrogram`."""
        ...


class NobodyAnswersError(Exception):
    """Nobody can answer for any song: no server, no usable models; the message says why."""


def file_to_bytes(path: Path, most_bytes: int = MOST_BYTES) -> bytes:
    """Read a file. Raises `OSError`, and `ApiError` for one that is too large."""
    with path.open("rb") as file:
        encoded = file.read(most_bytes + 1)
    if len(encoded) > most_bytes:
        raise ApiError("too_large", maximum_mb=most_bytes / MEGABYTE)
    return encoded


def body_to_witness(body: Body) -> Body:
    """Take the first genre model's answer of a body of `predict`; the other may have a problem."""
    from music_genre.webapi.bodies.api_body import GENRE_MODELS

    return next(body[name] for name in GENRE_MODELS if "segments" in body.get(name, {}))


def body_to_verdict(body: Body) -> Body:
    """Take the verdict of a body of `predict`; the first model's where there is none."""
    verdict: Body = body["ensemble"] or body_to_witness(body)
    return verdict
