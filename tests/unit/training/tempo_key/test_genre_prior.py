"""A prior of tempo by genre: it decides between octaves, and is left out where it does not help."""

import numpy as np
import pytest

from beat_service.analysis.tempogram import candidate_tempi
from training.evaluation.folds import FOLDS
from training.tempo_key.candidate_features import bpm_to_target
from training.tempo_key.genre_prior import (
    Judged,
    genres_to_prior,
    judged_to_chosen_hits,
    spectrogram_predictions_to_histograms,
)
from training.tempo_key.held_out import SpectrogramPrediction

TEMPI = {"reggae": 70.0, "disco": 140.0}
N_EACH = 6


def judged(share_of_faster: float) -> Judged:
    """Make slow reggae and fast disco, whose octaves a network finds equal or tells by genre."""
    predictions = [
        SpectrogramPrediction(fold, genre, bpm, np.zeros(len(candidate_tempi()), np.float32))
        for fold in FOLDS
        for genre, bpm in TEMPI.items()
        for _ in range(N_EACH)
    ]
    rows = []
    for one in predictions:
        faster = share_of_faster if one.genre == "disco" else 1 - share_of_faster
        rows.append(faster * bpm_to_target(140.0) + (1 - faster) * bpm_to_target(70.0))
    return Judged(
        predictions, np.array(rows, np.float64), [{one.genre: 1.0} for one in predictions]
    )


def test_a_genre_decides_between_octaves() -> None:
    """A network that leans to the wrong octave is put right by the genre's tempi."""
    hits, chosen = judged_to_chosen_hits(judged(0.45))

    assert hits.all()
    assert all(weight > 0 for _, weight in chosen.values())


def test_a_genre_that_adds_nothing_is_left_out() -> None:
    """Where the network is right already, no weight is chosen."""
    hits, chosen = judged_to_chosen_hits(judged(0.9))

    assert hits.all()
    assert {0.0} == {weight for _, weight in chosen.values()}


def test_prior_of_a_genre_that_is_not_known() -> None:
    """Genres that are all as likely say nothing of the tempo."""
    histograms = spectrogram_predictions_to_histograms(judged(0.5).predictions, 0.1)

    assert 1 == pytest.approx(genres_to_prior({"reggae": 0.5, "disco": 0.5}, histograms))
    assert all(1 == pytest.approx(histogram.sum()) for histogram in histograms.values())
