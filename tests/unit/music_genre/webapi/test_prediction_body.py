"""What the body of a prediction takes for probabilities."""

from typing import Any

import pytest
from fake_services import prediction
from pydantic import ValidationError

from music_genre.webapi.prediction_body import PredictionBody


def changed(probabilities: dict[str, float]) -> list[dict[str, Any]]:
    """Make two predictions with other probabilities: of the track, and of its window."""
    body = prediction(jazz=0.7)
    window = body["segments"][0] | {"probabilities": probabilities}
    return [body | {"probabilities": probabilities}, body | {"segments": [window]}]


@pytest.mark.parametrize(
    "probabilities",
    [
        {"jazz": 1.0},
        {"jazz": 0.5, "rock": 0.5099},
        {"jazz": 0.5, "rock": 0.4901},
        {f"genre {number}": 0.0033 for number in range(300)},  # 1/300, rounded
        {f"genre {number}": 0.0014 for number in range(700)},  # 1/700: the sum is 0.98
    ],
)
def test_rounded_probabilities(probabilities: dict[str, float]) -> None:
    """A sum is 1 within a hundredth, or within what four digits round away of many genres."""
    for body in changed(probabilities):
        assert body == PredictionBody.model_validate(body).model_dump()


@pytest.mark.parametrize(
    "probabilities",
    [
        {},
        {"jazz": 0.5, "rock": 0.5101},
        {"jazz": 0.5, "rock": 0.4899},
        {"jazz": 1.5, "rock": -0.5},
        {"jazz": float("nan")},
    ],
)
def test_what_is_no_distribution(probabilities: dict[str, float]) -> None:
    """Anything else is refused, of the track and of each of its windows."""
    for body in changed(probabilities):
        with pytest.raises(ValidationError):
            PredictionBody.model_validate(body)
