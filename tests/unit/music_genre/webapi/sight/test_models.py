"""What is told of the models that a service runs."""

from time import time

from prometheus_client import CollectorRegistry

from music_genre.audio.arithmetic import ArithmeticCheck
from music_genre.webapi.sight.models import ModelMetrics


def test_checks() -> None:
    """A model in slow exact arithmetic is a 1, one in fast arithmetic a 0."""
    registry = CollectorRegistry()

    before = time()
    checks = {"svm": ArithmeticCheck("fast", 0.001), "vgg19": ArithmeticCheck("exact", 0.4)}
    ModelMetrics(registry, checks, {"svm": "1.2"})

    values = {
        model: (
            registry.get_sample_value("model_exact_arithmetic", {"model": model}),
            registry.get_sample_value("model_known_answer_difference", {"model": model}),
        )
        for model in ("svm", "vgg19")
    }
    assert {"svm": (0, 0.001), "vgg19": (1, 0.4)} == values
    checked_at = registry.get_sample_value("model_checked_timestamp_seconds", {"model": "svm"})
    assert checked_at is not None
    assert before <= checked_at <= time()
    assert 1 == registry.get_sample_value("model_info", {"model": "svm", "version": "1.2"})
