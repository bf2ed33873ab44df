"""Audio file → the probability of each genre by a genre service; None where it has no answer.

The service is asked while the analysis runs, and nothing depends on it: whoever is down, late or
answers nonsense, is as if it were not there. The log has a line when that begins and when it
ends, not one for each track.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from pydantic import ValidationError

from beat_service.styles.genre_styles import (
    styles_with_genres,
    styles_with_words,
    words_to_genres,
)
from music_genre.stages import stage
from music_genre.webapi.connection import Timeouts, request_to_answer
from music_genre.webapi.prediction_body import NAMES_A_GENRE, Outcome, PredictionBody
from music_genre.webapi.problems import ApiError

LOG: Final = logging.getLogger(__name__)
PREDICT: Final = "/v1/predict"
HEADERS: Final = {"Content-Type": "application/octet-stream"}
CONNECT_S: Final = 0.3  # [s] enough for a near one; a wrong address must not cost the whole wait


@dataclass(frozen=True)
class Genres:
    """What a track is, by a genre service or by the verdict of several, and who says so.

    `probabilities` are calibrated, by genre, sum 1. Where none of the genres fits they are empty,
    and `words` say what the music rather is, each weighing its share, sum 1.
    """

    probabilities: Mapping[str, float]
    model: str
    words: Mapping[str, float] = field(default_factory=dict)

    @property
    def first(self) -> tuple[str, float]:
        """Choose the most probable genre, or else the word that fits best, with its share 0–1."""
        named = self.probabilities or self.words
        return max(named.items(), key=lambda one: one[1])

    def lean(self, styles: Mapping[str, float]) -> dict[str, float]:
        """Weigh the probabilities of styles, sum 1, by the genres or the words; sum 1."""
        if self.probabilities:
            return styles_with_genres(styles, self.probabilities)
        return styles_with_words(styles, self.words)


def answer_to_genres(
    outcome: Outcome,
    probabilities: Mapping[str, float] | None,
    tags: Mapping[str, float] | None,
    model: str,
) -> Genres | None:
    """Read who says what; None for silence, what is no music, and words that say nothing."""
    if outcome in NAMES_A_GENRE and probabilities:
        return Genres(probabilities, model)
    words = words_to_genres(tags or {}) if outcome == "none_of_these" else {}
    return Genres({}, model, words) if words else None


WhenAsked = Callable[[], Genres | None]


class GenreClient:
    """A client of the genre service at `url`, which sends at most `threads` requests at once."""

    def __init__(self, url: str, timeout_s: float, threads: int) -> None:
        self._url = url.rstrip("/") + PREDICT
        self._timeouts = Timeouts(min(CONNECT_S, timeout_s), timeout_s)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="genre")
        self._lock = threading.Lock()
        self._is_failing = False

    def ask(self, encoded: bytes) -> WhenAsked:
        """Begin to ask about an audio file; the result waits for the answer, in time or None."""
        deadline = time.monotonic() + self._timeouts.answer_s
        job = self._pool.submit(copy_context().run, self._bytes_to_genres, encoded)

        def answer() -> Genres | None:
            try:
                return job.result(max(0.0, deadline - time.monotonic()))
            except TimeoutError:  # looking up a name, for one, knows no deadline
                job.cancel()
                self._note("service_timeout")
                return None

        return answer

    @stage("ask_genre")
    def _bytes_to_genres(self, encoded: bytes) -> Genres | None:
        """Ask and check the answer; None without a genre and, noted in the log, for every fault."""
        try:
            answer = request_to_answer("POST", self._url, self._timeouts, encoded, HEADERS)
            if answer.status != HTTPStatus.OK:
                self._note(f"status {answer.status}")
                return None
            body = PredictionBody.model_validate_json(answer.content)
        except ApiError as error:
            self._note(error.code)
            return None
        except ValidationError:
            self._note("bad_answer")
            return None
        self._note(None)
        return answer_to_genres(body.outcome, body.probabilities, body.tags, body.model.name)

    def _note(self, fault: str | None) -> None:
        """Log when the service begins to fail, and when it answers again."""
        with self._lock:
            changed = self._is_failing != (fault is not None)
            self._is_failing = fault is not None
        if changed and fault:
            LOG.warning("genre service: %s; going on without genres until it answers", fault)
        elif changed:
            LOG.info("genre service: it answers again")
