"""`from music_genre import predict`: a song heard by the services' own stages, as an object.

In a notebook it draws itself; everywhere else it is numbers and words.
"""

import os
import threading
import warnings
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from genre_cli.answering.answers import (
    Answers,
    Body,
    body_to_verdict,
    body_to_witness,
    file_to_bytes,
)
from genre_cli.answering.choosing import new_answers
from genre_cli.notebook.html import OUTCOMES, printable, song_to_html
from genre_cli.telling.names import shown
from genre_cli.telling.problems import TOLD, error_to_body
from music_genre.translations.catalogues import SOURCE_LANGUAGE, Language
from music_genre.webapi.prediction_body import most_probable

BYTES_NAME: Final = "audio"  # of a song that has no name
_loading = threading.Lock()


class NotHeardError(Exception):
    """A song that could not be heard: `code` for programs, `title` and `detail` for people."""

    def __init__(self, body: Body) -> None:
        self.code: str = body["code"]
        self.title: str = body["title"]
        self.detail: str = body["detail"]
        super().__init__(f"{self.title}. {self.detail} [{self.code}]")


@dataclass(frozen=True)
class Segment:
    """A window of the song: from, to [s], and what it sounds like; None where it is silent."""

    start_s: float
    end_s: float
    probabilities: dict[str, float] | None

    @property
    def genre(self) -> str | None:
        """Return the likeliest genre of the window; None where it is silent."""
        return most_probable(self.probabilities) if self.probabilities else None


@dataclass(frozen=True)
class HeardSong:
    """What was heard in a song; draws itself in Jupyter.

    `prediction`, `analysis` and `spectrogram` are the bodies of `/api/predict`, `/analyze` and
    `/v1/spectrogram` (docs/api.md); the properties are what most people want of them.
    """

    name: str
    prediction: Body = field(repr=False)
    analysis: Body = field(repr=False)
    spectrogram: Body = field(repr=False)

    @property
    def genre(self) -> str | None:
        """Return the genre; None for silence and what is none of the genres."""
        genre: str | None = self._verdict["genre"]
        return genre

    @property
    def outcome(self) -> str:
        """Return `confident`, `ambiguous`, `none_of_these`, `not_music` or `silence`."""
        outcome: str = self._verdict["outcome"]
        return outcome

    @property
    def is_sure(self) -> bool:
        """Tell whether answers of this kind were right in 85 of 100 when they were measured."""
        return self.outcome == "confident"

    @property
    def probabilities(self) -> dict[str, float]:
        """Return each genre's probability, calibrated, sum 1; empty for silence."""
        return dict(self._verdict["probabilities"] or {})

    @property
    def tags(self) -> dict[str, float]:
        """Return words for how it sounds, each 0 … 1."""
        return dict(self._verdict.get("tags") or {})

    @property
    def segments(self) -> list[Segment]:
        """Return the song's windows, in their order."""
        return [
            Segment(one["start_s"], one["end_s"], one["probabilities"])
            for one in body_to_witness(self.prediction)["segments"]
        ]

    @property
    def tempo(self) -> float | None:
        """Return the tempo [BPM]; None for silence and free time."""
        tempo = self.analysis["tempo"]
        return None if tempo is None or tempo["free"] else tempo["bpm"]

    @property
    def key(self) -> str | None:
        """Return the key, such as `A minor`; None where none is clear."""
        key = self.analysis["key"]
        return f"{key['tonic']} {key['mode']}" if key and key["clear"] else None

    @property
    def camelot(self) -> str | None:
        """Return the key as DJs write it, such as `8A`; None where none is clear."""
        key = self.analysis["key"]
        return key["camelot"] if key and key["clear"] else None

    @property
    def energy(self) -> float | None:
        """Return the energy, 0 … 1; None for silence."""
        energy = self.analysis["energy"]
        return None if energy is None else energy["energy"]

    @property
    def duration_s(self) -> float:
        """Return how long the song is [s]."""
        duration_s: float = self.spectrogram["duration_s"]
        return duration_s

    @property
    def _verdict(self) -> Body:
        return body_to_verdict(self.prediction)

    def __str__(self) -> str:
        said = [self.genre or self.outcome]
        said += [OUTCOMES[self.outcome]] if self.genre else []
        said += [f"{self.tempo:g} BPM"] if self.tempo else []
        said += [f"{self.key} ({self.camelot})"] if self.key else []
        return f"{printable(self.name)}: {', '.join(said)}"

    def _repr_html_(self) -> str:
        """Draw the song for a notebook: HTML without scripts or anything from elsewhere."""
        return song_to_html(self)


def predict(
    song: str | os.PathLike[str] | bytes,
    *,
    server: str | None = None,
    language: Language = SOURCE_LANGUAGE,
) -> HeardSong:
    """Hear a song: a path, or the bytes of a file.

    In this process, whose models are loaded once, or by the front end at `server`; errors are told
    in `language`. Raises `NotHeardError`, `OSError` for a path that cannot be read, and
    `NobodyAnswersError` where there are no models.
    """
    name, encoded = BYTES_NAME, song if isinstance(song, bytes) else b""
    try:
        if not isinstance(song, bytes):
            name, encoded = shown(Path(song).name), file_to_bytes(Path(song))
        with _loading:
            answers = kept_answers(server, language)
            prediction, analysis = answers.hear(encoded)
            return HeardSong(name, prediction, analysis, answers.spectrogram(encoded))
    except OSError:
        raise  # as Python says it
    except TOLD as error:
        raise NotHeardError(error_to_body(error, language)) from error


@cache
def kept_answers(server: str | None, language: Language) -> Answers:
    """Choose who answers, once: models are loaded by the first song."""
    # librosa's downloader has it for notebooks without widgets; nothing is downloaded.
    warnings.filterwarnings("ignore", "IProgress not found")
    return new_answers(server, language)
