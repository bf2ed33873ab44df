"""What services answer, counted: where it drifts, people send other music, or send it worse.

Genres and styles are those that a model knows, so their number is bounded by its manifest.
"""

from collections.abc import Collection, Mapping
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram

from music_genre.webapi.prediction_body import PredictionBody
from music_genre.webapi.sight.metrics import LATENCY_BUCKETS_S, OTHER

NO_GENRE: Final = "none"
CONFIDENCE_BUCKETS: Final = [i / 10 for i in range(1, 11)]


class AnswerMetrics:
    """Which genres are named, and how surely."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.predictions = Counter(
            "genre_predictions", "Answers given", ["model", "genre", "outcome"], registry=registry
        )
        self.confidence = Histogram(
            "genre_confidence",
            "Probability of the genre that was named",
            ["model", "genre"],
            buckets=CONFIDENCE_BUCKETS,
            registry=registry,
        )

    def count_answer(
        self,
        model: str,
        genre: str | None,
        outcome: str,
        probabilities: Mapping[str, float] | None,
    ) -> None:
        """Count one answer; where no genre was named, nobody was sure of one."""
        self.predictions.labels(model, genre or NO_GENRE, outcome).inc()
        if genre and probabilities:
            self.confidence.labels(model, genre).observe(probabilities[genre])


class PredictionMetrics(AnswerMetrics):
    """What the genre services count besides."""

    def __init__(self, registry: CollectorRegistry) -> None:
        super().__init__(registry)
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
        """Count one answer, and how long it took."""
        model = body.model.name
        self.count_answer(model, body.genre, body.outcome, body.probabilities)
        self.inference.labels(model).observe(body.timing_ms["predict"] / 1000)
        self.decode.observe(body.timing_ms["decode"] / 1000)


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


class StyleMetrics:
    """What the beat service counts besides; `styles` are those that its model knows."""

    def __init__(self, registry: CollectorRegistry, styles: Collection[str]) -> None:
        self._styles = frozenset(styles)
        self.recommendations = Counter(
            "genre_recommendations", "Beats recommended", ["style", "certain"], registry=registry
        )
        self.confidence = Histogram(
            "genre_style_confidence",
            "Probability of the style that was named",
            ["style"],
            buckets=CONFIDENCE_BUCKETS,
            registry=registry,
        )

    def count(self, style: str | None, confidence: float, *, certain: bool) -> None:
        """Count one recommendation; a style of a user's own beats is counted as `other`."""
        known = style if style in self._styles else OTHER
        name = NO_GENRE if style is None else known
        self.recommendations.labels(name, "yes" if certain else "no").inc()
        if style is not None:
            self.confidence.labels(name).observe(confidence)
