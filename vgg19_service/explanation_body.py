"""An explanation → its JSON body, and the body's schema."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pybase64
from numpy.typing import NDArray
from pydantic import Field

from music_genre.webapi.body import Body
from music_genre.webapi.prediction_body import PROBABILITY_DIGITS, TIME_DIGITS, ModelBody
from vgg19_service.explanation import Explanation

IMPORTANCE_DIGITS: Final = 3
FREQUENCY_DIGITS: Final = 1


class EvidenceBody(Body):
    """A stretch of the track that speaks for the genre."""

    start_s: float
    end_s: float
    share: float = Field(description="of everything that speaks for the genre, 0–1")


class ExplanationBody(Body):
    """Why a window of a track got its probability of a genre."""

    genre: str
    probability: float = Field(description="of the genre, in this window")
    segment: int = Field(description="number of the window in `segments` of /v1/predict, from 0")
    start_s: float
    end_s: float
    importance: list[list[float]] = Field(
        description="one row for each stretch of frequency, the lowest first, one column for each "
        "step of time; −1 … 1, positive for the genre, negative for the others"
    )
    row_edges_hz: list[float] = Field(description="one more than there are rows")
    step_edges_s: list[float] = Field(description="on the track; one more than there are columns")
    seconds: list[float] = Field(description="importance of each step, −1 … 1")
    evidence: list[EvidenceBody] = Field(description="the strongest stretches, strongest first")
    png: str = Field(description="the picture as a data URI")
    model: ModelBody


def explanation_to_body(
    explanation: Explanation, genres: Sequence[str], png: bytes, model: ModelBody
) -> ExplanationBody:
    """The body of an explanation with its picture."""
    return ExplanationBody(
        genre=genres[explanation.genre],
        probability=round(explanation.probability, PROBABILITY_DIGITS),
        segment=explanation.segment,
        start_s=round(explanation.start_s, TIME_DIGITS),
        end_s=round(explanation.end_s, TIME_DIGITS),
        importance=[_rounded(row, IMPORTANCE_DIGITS) for row in explanation.importance],
        row_edges_hz=_rounded(explanation.row_edges_hz, FREQUENCY_DIGITS),
        step_edges_s=_rounded(explanation.step_edges_s, TIME_DIGITS),
        seconds=_rounded(explanation.seconds, IMPORTANCE_DIGITS),
        evidence=[
            EvidenceBody(
                start_s=round(stretch.start_s, TIME_DIGITS),
                end_s=round(stretch.end_s, TIME_DIGITS),
                share=round(stretch.share, IMPORTANCE_DIGITS),
            )
            for stretch in explanation.evidence
        ],
        png=f"data:image/png;base64,{pybase64.b64encode_as_string(png)}",
        model=model,
    )


def _rounded(values: NDArray[np.floating], digits: int) -> list[float]:
    """As plain numbers; a float32 would come out with digits that it does not have."""
    return [float(value) for value in values.astype(np.float64).round(digits)]
