"""Probabilities of several models → one answer: their weighted mean, calibrated.

The mean of calibrated probabilities (linear opinion pool, Stone, "The Opinion Pool", 1961) is less
sure than it is right, so it is sharpened by a temperature (Ranjan and Gneiting, "Combining
probability forecasts", 2010). Weights, temperature and threshold are found by training on held-out
clips and stand in `ensemble.json`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, NonNegativeFloat, PositiveFloat, ValidationError

from music_genre.webapi.prediction_body import PROBABILITY_DIGITS

ENSEMBLE_FILE: Final = Path(__file__).parent / "ensemble.json"


class EnsembleFileError(Exception):
    """The file of the ensemble is missing or wrong; the message says how."""


class EnsembleSettings(BaseModel):
    """How much each model counts, how sure the mean is, and what is called `confident`.

    `confident_precision` is the share of confident answers that were right, 0–1, measured with
    clips of 30 s by artists that training had not seen; None where nobody measured it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: dict[str, NonNegativeFloat]
    temperature: PositiveFloat
    confident_from: float = Field(ge=0, le=1)
    confident_precision: float | None = Field(None, ge=0, le=1)


def file_to_ensemble_settings(path: Path = ENSEMBLE_FILE) -> EnsembleSettings:
    """Read `ensemble.json`. Raises `EnsembleFileError`."""
    try:
        return EnsembleSettings.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise EnsembleFileError(f"{path.name}: {error}") from error


def probabilities_to_ensemble(
    by_model: Mapping[str, Mapping[str, float] | None], settings: EnsembleSettings
) -> dict[str, Any] | None:
    """Join calibrated probabilities to one `genre`, `outcome` and `probabilities` (sum 1).

    `by_model` holds the models that answered; None stands for silence. Models that did not answer
    are left out and the others' weights count in proportion. Returns None when no model with a
    weight answered, and when those that did know different genres: a genre that one of them cannot
    say would lose by that alone.
    """
    if by_model and all(probabilities is None for probabilities in by_model.values()):
        return {"genre": None, "outcome": "silence", "probabilities": None}
    weighted = [
        (weight, probabilities)
        for model, probabilities in by_model.items()
        if probabilities is not None and (weight := settings.weights.get(model, 0.0))
    ]
    if len({frozenset(probabilities) for _, probabilities in weighted}) != 1:
        return None
    total = sum(weight for weight, _ in weighted)
    mean = {genre: sum(w * p[genre] for w, p in weighted) / total for genre in weighted[0][1]}
    sure = _sharpened(mean, settings.temperature if len(weighted) > 1 else 1.0)
    genre = max(sure, key=sure.__getitem__)
    return {
        "genre": genre,
        "outcome": "confident" if sure[genre] >= settings.confident_from else "ambiguous",
        "probabilities": sure,
    }


def _sharpened(mean: Mapping[str, float], temperature: float) -> dict[str, float]:
    """Raise probabilities to the power 1 ÷ temperature; rounded, sum 1."""
    powers = {genre: probability ** (1 / temperature) for genre, probability in mean.items()}
    total = sum(powers.values())
    return {genre: round(power / total, PROBABILITY_DIGITS) for genre, power in powers.items()}
