"""What is counted, under which names and labels."""

from typing import Any

import pytest
from fake_services import none_of_these, not_music, prediction
from prometheus_client import CollectorRegistry, generate_latest

from music_genre.audio.arithmetic import ArithmeticCheck
from music_genre.webapi.metrics import (
    ArithmeticMetrics,
    DecodingMetrics,
    ExplanationMetrics,
    PredictionMetrics,
    ServiceMetrics,
)
from music_genre.webapi.prediction_body import PredictionBody


def test_services_do_not_share_counts() -> None:
    """Two apps in one process count apart, with what the process itself is."""
    one, other = ServiceMetrics(), ServiceMetrics()

    one.rejected.labels(reason="too_large").inc()

    name, labels = "genre_rejected_total", {"reason": "too_large"}
    assert 1 == one.registry.get_sample_value(name, labels)
    assert other.registry.get_sample_value(name, labels) is None
    assert b"python_info" in generate_latest(other.registry)


def test_arithmetic() -> None:
    """A model in slow exact arithmetic is a 1, one in fast arithmetic a 0."""
    registry = CollectorRegistry()

    ArithmeticMetrics(
        registry, {"svm": ArithmeticCheck("fast", 0.001), "vgg19": ArithmeticCheck("exact", 0.4)}
    )

    values = {
        model: (
            registry.get_sample_value("model_exact_arithmetic", {"model": model}),
            registry.get_sample_value("model_known_answer_difference", {"model": model}),
        )
        for model in ("svm", "vgg19")
    }
    assert {"svm": (0, 0.001), "vgg19": (1, 0.4)} == values


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
    assert 1 == registry.get_sample_value("genre_predictions_total", labels)
    assert n_confidences == (registry.get_sample_value("genre_confidence_count", model) or 0)
    # Both come in milliseconds and are kept in seconds.
    decode_s = registry.get_sample_value("audio_decode_duration_seconds_sum")
    assert 0.0032 == pytest.approx(decode_s)
    predict_s = registry.get_sample_value("genre_inference_duration_seconds_sum", model)
    assert 0.0206 == pytest.approx(predict_s)


def test_confidence_is_the_first_genres() -> None:
    """The histogram has the probability of the most probable genre."""
    registry = CollectorRegistry()

    PredictionMetrics(registry).count(PredictionBody.model_validate(prediction(jazz=0.7)))

    assert 0.7 == registry.get_sample_value("genre_confidence_sum", {"model": "svm"})


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


def test_decodings_are_counted_by_their_end() -> None:
    """The counts of whoever decodes are read when they are asked for."""
    registry, ends = CollectorRegistry(), {"decoded": 0, "timeout": 0}
    DecodingMetrics(registry, lambda: ends)

    ends["timeout"] = 2

    assert 2 == registry.get_sample_value("audio_decodings_total", {"end": "timeout"})
    assert 0 == registry.get_sample_value("audio_decodings_total", {"end": "decoded"})
