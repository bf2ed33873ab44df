"""Which counts of a service's metrics are drawn."""

from collections import Counter

import pytest

from frontend.watching.reading import (
    ERRORS,
    GENRE,
    REFUSED,
    REQUESTS,
    WITHIN,
    Key,
    counts_to_quantile,
    metrics_to_reading,
)
from music_genre.webapi.server.lane import Lane
from music_genre.webapi.sight.answers import AnswerMetrics
from music_genre.webapi.sight.metrics import ServiceMetrics


def test_what_people_asked_is_counted() -> None:
    """Probes and the page's files are no requests; errors, refusals and verdicts are counted."""
    metrics = ServiceMetrics()
    for method, route, status in (
        *(("GET", "/livez", 200), ("GET", "/static/<path:filename>", 200)),
        *(("GET", "/", 200), ("POST", "/", 200), ("POST", "/", 502)),
    ):
        metrics.requests.labels(method, route, status).observe(0.3)
    metrics.reject("too_large")
    answers = AnswerMetrics(metrics.registry)
    for model in ("svm", "ensemble"):
        answers.count_answer(model, "jazz", "confident", {"jazz": 0.9})
    lanes = {"work": Lane(1), "probes": Lane(1)}
    lanes["work"].n_waiting, lanes["probes"].n_waiting = 3, 9
    metrics.lanes.watch(lanes)

    reading = metrics_to_reading(metrics.registry.collect())

    keys: list[Key] = [REQUESTS, ERRORS, (REFUSED, "too_large"), (GENRE, "jazz")]
    assert [3, 1, 1, 1] == [reading.counts[key] for key in keys]
    assert [0, 1, 1] == [reading.counts[WITHIN, le] for le in ("0.25", "0.5", "+Inf")]
    assert 3 == reading.waiting
    assert reading.process > 1e9


@pytest.mark.parametrize(
    ("share", "expected_s"),
    [(0.25, 0.5), (0.5, 1.0), (0.75, 1.5), (0.95, 2.0)],
)
def test_quantile(share: float, expected_s: float) -> None:
    """Between two bounds songs are taken to lie evenly; beyond the last bound it is that."""
    counts: Counter[Key] = Counter(
        {(WITHIN, "1.0"): 50, (WITHIN, "2.0"): 90, (WITHIN, "+Inf"): 100}
    )
    if share == 0.75:
        counts[WITHIN, "2.0"] = counts[WITHIN, "+Inf"] = 100

    assert expected_s == counts_to_quantile(counts, share)


def test_no_song_has_no_quantile() -> None:
    """Where nothing was answered nothing is said of its time."""
    assert counts_to_quantile({}, 0.5) is None
    assert counts_to_quantile({(WITHIN, "+Inf"): 0}, 0.5) is None
