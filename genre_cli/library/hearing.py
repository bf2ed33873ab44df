"""A file → all that is known of it: genre, tempo, key, energy, embedding; or its problem.

It is decoded once, whole or in part (`sounding`), and everything is heard in that. This runs in the
processes of `genre_cli.library.hearers`.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from beat_service.memory import give_back_after
from frontend.answers.api_body import bodies_to_api_body
from genre_cli.answering.answers import Mode, file_to_bytes
from genre_cli.answering.bundles import Bundles, decode_apart
from genre_cli.answering.sounding import (
    BYTES_TO_SOUNDING,
    N_PATCHES,
    Sounding,
    is_asked_too,
    sounding_to_analysis_body,
    windows_to_body,
)
from genre_cli.library.finding import OTHER_FILE
from genre_cli.library.sound import encoded_to_sound_sha256
from genre_cli.library.year import encoded_to_year
from genre_cli.telling.problems import TOLD, error_to_body
from music_genre.audio.decode import READABLE_SUFFIXES
from music_genre.audio.decoding.containers import bytes_to_container
from music_genre.audio.errors import NotAudioError
from music_genre.audio.evidence import Evidence
from music_genre.audio.windows import Window
from music_genre.translations.catalogues import Language
from svm_service.learnt import window_to_learnt
from svm_service.model import SvmModel

HEAD_BYTES: Final = 1 << 16
ONE_THREAD: Final = 1

Body = dict[str, Any]


@dataclass(frozen=True)
class Heard:
    """What is known of a file; what was heard is None where its content was known already.

    `embedding` is float32 `(1706,)`, None for silence.
    """

    sha256: str | None
    is_known: bool = False
    sound_sha256: str | None = None
    year: int | None = None
    problem: Body | None = None
    prediction: Body | None = None
    analysis: Body | None = None
    embedding: NDArray[np.float32] | None = None


def file_to_heard(
    path: Path, known: Collection[str], language: Language, mode: Mode = "full"
) -> Heard:
    """Hear a file, unless its content has one of the known SHA-256.

    Every problem of the file is an answer. Raises `NobodyAnswersError` for what is not its fault.
    """
    sha256 = None
    try:
        if not says_it_is_music(path) and not begins_like_audio(path):
            return Heard(None, problem={"code": OTHER_FILE})
        encoded = file_to_bytes(path)
        sha256 = hashlib.sha256(encoded).hexdigest()
        if sha256 in known:
            return with_facts(Heard(sha256, is_known=True), encoded)
        return with_facts(bytes_to_heard(encoded, sha256, mode), encoded)
    except TOLD as error:
        return Heard(sha256, problem=error_to_body(error, language))


def bytes_to_heard(encoded: bytes, sha256: str, mode: Mode = "full") -> Heard:
    """Hear an encoded file, of that SHA-256. Raises children of `AudioProcessingError`."""
    sounding = BYTES_TO_SOUNDING[mode](encoded, models().max_audio_s)
    heard = sounding_to_heard(sounding, sha256)
    give_back_after(sounding.info.duration_s)
    return heard


def with_facts(heard: Heard, encoded: bytes) -> Heard:
    """Add what the file says without being heard: which sound it is, and of which year."""
    sound_sha256, year = encoded_to_sound_sha256(encoded), encoded_to_year(encoded)
    return replace(heard, sound_sha256=sound_sha256, year=year)


def says_it_is_music(path: Path) -> bool:
    """Tell whether a file is called like music."""
    return path.suffix.lower() in READABLE_SUFFIXES


def begins_like_audio(path: Path) -> bool:
    """Tell whether a file's first bytes are those of audio. Raises `OSError`."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(b"ID3"):  # a tag may be longer than the head
        return True
    try:
        bytes_to_container(head)
    except NotAudioError:
        return False
    return True


def sounding_to_heard(sounding: Sounding, sha256: str) -> Heard:
    """Ask all models about what was taken of a file."""
    bundles = models()
    svm = Listening(bundles.svm, N_PATCHES[sounding.mode])
    bodies = {"svm": windows_to_body(sounding, bundles.svm, svm.window_to_evidence)}
    if is_asked_too(sounding.mode, bodies["svm"]["outcome"]):
        vgg19 = bundles.vgg19
        bodies["vgg19"] = windows_to_body(sounding, vgg19, vgg19.window_to_evidence)
    return Heard(
        sha256,
        prediction=bodies_to_api_body(bodies, bundles.ensemble),
        analysis=sounding_to_analysis_body(sounding, bundles.analysis),
        embedding=svm.embedding,
    )


class Listening:
    """The SVM on one song, which keeps what its network has learnt to hear in each window."""

    def __init__(self, model: SvmModel, patches_per_window: int) -> None:
        self._model, self._patches_per_window = model, patches_per_window
        self._embeddings: list[NDArray[np.float32]] = []
        self._durations_s: list[float] = []

    def window_to_evidence(self, window: Window) -> Evidence:
        """Compute what the SVM finds in a window that is not silent."""
        learnt = window_to_learnt(window, self._model.learnt, self._patches_per_window)
        self._embeddings.append(learnt.embedding)
        self._durations_s.append(window.duration_s)
        return self._model.learnt_to_evidence(window, learnt)

    @property
    def embedding(self) -> NDArray[np.float32] | None:
        """Average the windows' embeddings, float32 `(1706,)`; None for silence."""
        if not self._embeddings:
            return None
        mean = np.average(self._embeddings, axis=0, weights=self._durations_s)
        return mean.astype(np.float32)


@cache
def models() -> Bundles:
    """Return the models of this process, which uses one core."""
    decode_apart()
    return Bundles(onnx_threads=ONE_THREAD)
