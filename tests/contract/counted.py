"""All that services count, as Prometheus is told it."""

import re
from collections.abc import Iterable
from typing import Final

from prometheus_client import Metric

from music_genre.audio.arithmetic import ArithmeticCheck
from music_genre.audio.decoding.workers import ENDS
from music_genre.stages import STAGES, Stages
from music_genre.webapi.server.lane import Lane
from music_genre.webapi.sight.answers import ExplanationMetrics, PredictionMetrics, StyleMetrics
from music_genre.webapi.sight.metrics import DecodingMetrics, ServiceMetrics
from music_genre.webapi.sight.models import ModelMetrics

OWN_NAME: Final = re.compile(r"\b(?:http|genre|audio|model|process)_[a-z_]+\b")
FRONT: Final = ("http_", "genre_", "audio_", "model_")  # of what is ours


def families() -> Iterable[Metric]:
    """Read what a service tells that has counted one of each."""
    metrics = ServiceMetrics()
    predictions = PredictionMetrics(metrics.registry)
    predictions.count_answer("svm", "jazz", "confident", {"jazz": 0.9})
    predictions.inference.labels("svm").observe(0.1)
    ExplanationMetrics(metrics.registry).count("vgg19", "jazz", 0.1)
    StyleMetrics(metrics.registry, ["afro"]).count("afro", 0.9, certain=True)
    ModelMetrics(metrics.registry, {"svm": ArithmeticCheck("fast", 0.0)}, {"svm": "1"})
    DecodingMetrics(metrics.registry, lambda: dict.fromkeys(ENDS, 0), lambda: 0)
    metrics.requests.labels("GET", "/", 200).observe(0.1)
    metrics.waited.labels("work").observe(0.1)
    metrics.lanes.watch({"work": Lane(1, name="work")})
    stages = Stages()
    stages.add(STAGES[0], 0.1)
    metrics.count_stages(stages)
    return metrics.registry.collect()


def series() -> set[str]:
    """Return the names of all series that services have."""
    return {sample.name for family in families() for sample in family.samples}


def documented_names() -> dict[str, set[str]]:
    """Return our own metrics with their labels, by the names under which one asks for them."""
    return {
        f"{family.name}_total" if family.type == "counter" else family.name: {
            label
            for sample in family.samples
            if not sample.name.endswith("_created")
            for label in sample.labels
        }
        - {"le"}
        for family in families()
        if family.name.startswith(FRONT)
    }
