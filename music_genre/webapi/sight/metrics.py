"""Prometheus metrics of a service, in a registry of its own so that apps do not share counts.

Every label has few values: what comes from outside, such as a path or a code of another service, is
counted under a name of ours. docs/operations.md lists all metrics.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, Protocol

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from music_genre.stages import Stages
from music_genre.webapi.messages import PROBLEMS

# Reasons that somebody is called for: they are counted from 0, so that the first one is a rise.
WATCHED_REASONS = ("overloaded", "disk_full", "catalogue_damaged", "catalogue_gone")
OTHER: Final = "other"  # what has no name of ours
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
        self.waited = Histogram(
            "http_queue_wait_seconds",
            "Time that a request waited for a place among those that are worked on",
            ["lane"],
            buckets=LATENCY_BUCKETS_S,
            registry=self.registry,
        )
        self.lanes = LaneMetrics(self.registry)
        self._stages = Histogram(
            "genre_stage_duration_seconds",
            "Time of each stage of the work for a request",
            ["stage"],
            buckets=LATENCY_BUCKETS_S,
            registry=self.registry,
        )

    def reject(self, reason: str) -> None:
        """Count a refusal by its code."""
        self.rejected.labels(reason=reason if reason in PROBLEMS else OTHER).inc()

    def count_stages(self, stages: Stages) -> None:
        """Count how long each stage of one request took."""
        for name, seconds in stages.seconds.items():
            self._stages.labels(stage=name).observe(seconds)


class Lane(Protocol):
    """Places for requests of a kind, and a queue before them."""

    n_at_once: int
    n_inside: int
    n_waiting: int


class LaneMetrics(Collector):
    """How full a service is, as it is when somebody asks."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._lanes: dict[str, Lane] = {}
        registry.register(self)

    def watch(self, lanes: Mapping[str, Lane]) -> None:
        """Tell of these lanes from now on."""
        self._lanes = dict(lanes)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Read the lanes as they are now."""
        families = {
            "n_waiting": ("http_requests_waiting", "Requests that wait for a place"),
            "n_inside": ("http_requests_inside", "Requests that are worked on"),
            "n_at_once": ("http_requests_places", "Requests that may be worked on at once"),
        }
        for attribute, (name, text) in families.items():
            family = GaugeMetricFamily(name, text, labels=["lane"])
            for lane, found in self._lanes.items():
                family.add_metric([lane], getattr(found, attribute))
            yield family


class DecodingMetrics(Collector):
    """How the decoding of files ended, and how often what does it had to be started again."""

    def __init__(
        self,
        registry: CollectorRegistry,
        ends: Callable[[], Mapping[str, int]],
        starts: Callable[[], int],
    ) -> None:
        self._ends, self._starts = ends, starts
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
        yield CounterMetricFamily(
            "audio_decoder_restarts",
            "Times that the process which all decoders come from was started again",
            value=max(0, self._starts() - 1),
        )
