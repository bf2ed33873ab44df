"""Which models a service runs, and what their tests at start found."""

import time
from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Gauge

from music_genre.webapi.arithmetic_body import ArithmeticCheck


class ModelMetrics:
    """Whether each model gave its known answer when the service started, and in which arithmetic.

    A model that does not give it in exact arithmetic either does not start.
    """

    def __init__(
        self,
        registry: CollectorRegistry,
        checks: Mapping[str, ArithmeticCheck],
        versions: Mapping[str, str],
    ) -> None:
        exact = Gauge(
            "model_exact_arithmetic",
            "1 where fast kernels gave wrong answers and slower exact ones run instead",
            ["model"],
            registry=registry,
        )
        difference = Gauge(
            "model_known_answer_difference",
            "Largest difference of a probability from the known answer, with fast kernels",
            ["model"],
            registry=registry,
        )
        checked_at = Gauge(
            "model_checked_timestamp_seconds",
            "When the model was asked the question whose answer is known",
            ["model"],
            registry=registry,
        )
        for name, check in checks.items():
            exact.labels(name).set(check.arithmetic == "exact")
            difference.labels(name).set(check.difference)
            checked_at.labels(name).set(time.time())
        info = Gauge(
            "model_info", "1 for each model that runs", ["model", "version"], registry=registry
        )
        for name, version in versions.items():
            info.labels(name, version).set(1)
