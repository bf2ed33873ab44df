"""Prometheus metrics of a service, in a registry of its own so that apps do not share counts."""

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from music_genre.webapi.arithmetic_body import ArithmeticCheck
from music_genre.webapi.prediction_body import PredictionBody

# Reasons that somebody is called for: they are counted from 0, so that the first one is a rise.
WATCHED_REASONS = ("overloaded", "disk_full", "catalogue_damaged", "catalogue_gone")
LATENCY_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class ServiceMetrics:
    """What all services count."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self.requests = Histogram(
            "http_request_duration_seconds",
            "Time to answer a request",
            ["method", "route", "status"],
            buckets=LATENCY_BUCKETS_S,
            registry=self.registry,
        )
        self.rejected = Counter(
            "genre_rejected", "Requests refused, by reason", ["reason"], registry=self.registry
        )
        for reason in WATCHED_REASONS:
            self.rejected.labels(reason=reason)


class ArithmeticMetrics:
    """Whether each model runs in the fast arithmetic of its processor."""

    def __init__(self, registry: CollectorRegistry, checks: Mapping[str, ArithmeticCheck]) -> None:
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
        for name, check in checks.items():
            exact.labels(name).set(check.arithmetic == "exact")
            difference.labels(name).set(check.difference)


class DecodingMetrics(Collector):
    """How the decoding of files ended, in the processes that do it."""

    def __init__(self, registry: CollectorRegistry, ends: Callable[[], Mapping[str, int]]) -> None:
        self._ends = ends
        registry.register(self)

    def collect(self) -> Iterator[CounterMetricFamily]:
        """Read the counts as they are now."""
        decoded = CounterMetricFamily(
            "audio_decodings",
            "Files decoded; timeout, memory and crashed cost a process",
            labels=["end"],
        )
        for end, count in self._ends().items():
            decoded.add_metric([end], count)
        yield decoded


class PredictionMetrics:
    """What the genre services count besides."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.predictions = Counter(
            "genre_predictions", "Answers given", ["model", "genre", "outcome"], registry=registry
        )
        self.confidence = Histogram(
            "genre_confidence",
            "Probability of the genre that was named",
            ["model"],
            buckets=[i / 10 for i in range(1, 11)],
            registry=registry,
        )
        self.inference = Histogram(
            "genre_inference_duration_seconds",
            "Time from waveform to probabilities",
            ["model"],
            buckets=LATENCY_BUCKETS_S,
            registry=registry,
        )
        self.decode = Histogram(
            "audio_decode_duration_seconds",
            "Time from bytes to waveform",
            buckets=LATENCY_BUCKETS_S,
            registry=registry,
        )

    def count(self, body: PredictionBody) -> None:
        """Count one answer."""
        model = body.model.name
        self.predictions.labels(model, body.genre or "none", body.outcome).inc()
        self.inference.labels(model).observe(body.timing_ms["predict"] / 1000)
        self.decode.observe(body.timing_ms["decode"] / 1000)
        if body.genre and body.probabilities:
            self.confidence.labels(model).observe(body.probabilities[body.genre])


class ExplanationMetrics:
    """What a service that explains counts besides."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.explanations = Counter(
            "genre_explanations", "Explanations given", ["model", "genre"], registry=registry
        )
        self.duration = Histogram(
            "genre_explanation_duration_seconds",
            "Time from bytes to importance, without the picture",
            ["model"],
            buckets=LATENCY_BUCKETS_S,
            registry=registry,
        )

    def count(self, model: str, genre: str, elapsed_s: float) -> None:
        """Count one explanation."""
        self.explanations.labels(model, genre).inc()
        self.duration.labels(model).observe(elapsed_s)
