"""An explanation → its JSON body."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pybase64
from numpy.typing import NDArray

from music_genre.webapi.prediction_body import PROBABILITY_DIGITS, TIME_DIGITS, ModelBody
from music_genre.webapi.vgg19_body import EvidenceBody, ExplanationBody
from vgg19_service.explanation import Explanation

IMPORTANCE_DIGITS: Final = 3
FREQUENCY_DIGITS: Final = 1


def explanation_to_body(
    explanation: Explanation, genres: Sequence[str], png: bytes, model: ModelBody
) -> ExplanationBody:
    """Write the body of an explanation with its picture."""
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
