"""A service's metrics → the few counts of them that are drawn."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from prometheus_client import Metric
from prometheus_client.samples import Sample

from frontend.answers.verdict import ENSEMBLE
from music_genre.webapi.serving import PROBES

BUCKET: Final = "http_request_duration_seconds_bucket"
COUNT: Final = "http_request_duration_seconds_count"
STATIC: Final = "/static/"
SERVER_ERROR: Final = "5"
WAITING_LANES: Final = ("work", "large", "small")

Key = tuple[str, str]  # what is counted, and its label
REQUESTS: Final[Key] = ("requests", "")
ERRORS: Final[Key] = ("errors", "")
WITHIN: Final = "within"  # [s], songs that were answered so soon
REFUSED: Final = "refused"  # by code
GENRE: Final = "genre"  # that the page named


@dataclass(frozen=True)
class Reading:
    """What a process has counted since it began, and how many wait now.

    `process` is when it began: of several replicas behind a name each counts for itself.
    """

    process: float
    counts: Counter[Key]
    waiting: float


def metrics_to_reading(metrics: Iterable[Metric]) -> Reading:
    """Pick out what is drawn; probes and files of the page are no requests of people."""
    counts: Counter[Key] = Counter()
    process = waiting = 0.0
    for sample in (sample for metric in metrics for sample in metric.samples):
        if sample.name == "process_start_time_seconds":
            process = sample.value
        elif sample.name == "http_requests_waiting":
            waiting += sample.value if sample.labels["lane"] in WAITING_LANES else 0
        elif pick := PICKED.get(sample.name):
            for key in pick(sample):
                counts[key] += int(sample.value)
    return Reading(process, counts, waiting)


def _request(sample: Sample) -> list[Key]:
    labels = sample.labels
    if labels["route"] in PROBES or labels["route"].startswith(STATIC):
        return []
    return [REQUESTS, ERRORS] if labels["status"].startswith(SERVER_ERROR) else [REQUESTS]


def _song(sample: Sample) -> list[Key]:
    is_song = sample.labels["method"] == "POST" and sample.labels["status"] == "200"
    return [(WITHIN, sample.labels["le"])] if is_song else []


def _refused(sample: Sample) -> list[Key]:
    return [(REFUSED, sample.labels["reason"])]


def _genre(sample: Sample) -> list[Key]:
    return [(GENRE, sample.labels["genre"])] if sample.labels["model"] == ENSEMBLE else []


PICKED: Final[Mapping[str, Callable[[Sample], list[Key]]]] = {
    COUNT: _request,
    BUCKET: _song,
    "genre_rejected_total": _refused,
    "genre_predictions_total": _genre,
}


def counts_to_quantile(counts: Mapping[Key, int], share: float) -> float | None:
    """Estimate how soon so many songs were answered [s], as Prometheus does; None without any.

    Beyond the last bound it is that bound.
    """
    within = sorted((float(le), n) for (kind, le), n in counts.items() if kind == WITHIN)
    if not within or not within[-1][1]:
        return None
    wanted = share * within[-1][1]
    below_s, below = 0.0, 0
    for bound_s, n in within:
        if n >= wanted:
            if bound_s == float("inf"):
                return below_s
            return below_s + (bound_s - below_s) * (wanted - below) / (n - below)
        below_s, below = bound_s, n
    return below_s
