"""What services answer, counted."""

from typing import Any

import pytest
from fake_services import none_of_these, not_music, prediction
from prometheus_client import CollectorRegistry

from music_genre.webapi.prediction_body import PredictionBody
from music_genre.webapi.sight.answers import ExplanationMetrics, PredictionMetrics, StyleMetrics


@pytest.mark.parametrize(
    ("body", "genre", "n_confidences"),
    [
        (prediction(jazz=0.7), "jazz", 1),
        (prediction("silence"), "none", 0),
        (not_music("tone"), "none", 0),
        (none_of_these(), "none", 0),
    ],
)
def test_prediction(body: dict[str, Any], genre: str, n_confidences: int) -> None:
    """An answer is counted by genre and outcome; one without a genre has no confidence."""
    registry = CollectorRegistry()
    metrics = PredictionMetrics(registry)

    metrics.count(PredictionBody.model_validate(body))

    labels = {"model": "svm", "genre": genre, "outcome": body["outcome"]}
    model = {"model": "svm"}
    named = model | {"genre": genre}
    assert 1 == registry.get_sample_value("genre_predictions_total", labels)
    assert n_confidences == (registry.get_sample_value("genre_confidence_count", named) or 0)
    # Both come in milliseconds and are kept in seconds.
    decode_s = registry.get_sample_value("audio_decode_duration_seconds_sum")
    assert 0.0032 == pytest.approx(decode_s)
    predict_s = registry.get_sample_value("genre_inference_duration_seconds_sum", model)
    assert 0.0206 == pytest.approx(predict_s)


def test_confidence_is_the_first_genres() -> None:
    """The histogram has the probability of the most probable genre."""
    registry = CollectorRegistry()

    PredictionMetrics(registry).count(PredictionBody.model_validate(prediction(jazz=0.7)))

    assert 0.7 == registry.get_sample_value(
        "genre_confidence_sum", {"model": "svm", "genre": "jazz"}
    )


def test_explanation() -> None:
    """An explanation is counted by model and genre, with the seconds that it took."""
    registry = CollectorRegistry()
    metrics = ExplanationMetrics(registry)

    for _ in range(2):
        metrics.count("vgg19", "rock", 0.5)

    labels = {"model": "vgg19", "genre": "rock"}
    assert 2 == registry.get_sample_value("genre_explanations_total", labels)
    name = "genre_explanation_duration_seconds_sum"
    assert 1.0 == registry.get_sample_value(name, {"model": "vgg19"})


def test_styles() -> None:
    """A style that the model knows has its name; one of a user's own beats, and none, have not."""
    registry = CollectorRegistry()
    metrics = StyleMetrics(registry, ["afro"])

    metrics.count("afro", 0.8, certain=True)
    metrics.count("a name that somebody chose", 0.2, certain=False)
    metrics.count(None, 0, certain=False)

    names = {"afro": "yes", "other": "no", "none": "no"}
    for style, certain in names.items():
        labels = {"style": style, "certain": certain}
        assert 1 == registry.get_sample_value("genre_recommendations_total", labels)
    name = "genre_style_confidence_sum"
    assert 0.8 == registry.get_sample_value(name, {"style": "afro"})
    assert registry.get_sample_value(name, {"style": "none"}) is None
