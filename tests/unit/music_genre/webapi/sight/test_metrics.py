"""What all services count, under which names and labels."""

from prometheus_client import CollectorRegistry, generate_latest

from music_genre.stages import begin, stage
from music_genre.webapi.server.lane import Lane
from music_genre.webapi.sight.metrics import DecodingMetrics, ServiceMetrics


def test_services_do_not_share_counts() -> None:
    """Two apps in one process count apart, with what the process itself is."""
    one, other = ServiceMetrics(), ServiceMetrics()

    one.rejected.labels(reason="too_large").inc()

    name, labels = "genre_rejected_total", {"reason": "too_large"}
    assert 1 == one.registry.get_sample_value(name, labels)
    assert other.registry.get_sample_value(name, labels) is None
    assert b"python_info" in generate_latest(other.registry)


def test_refusals_have_our_names() -> None:
    """A code that another service made up does not make a series of its own."""
    metrics = ServiceMetrics()

    for code in ("too_large", "of-a-stranger-1", "of-a-stranger-2"):
        metrics.reject(code)

    value = metrics.registry.get_sample_value
    assert 1 == value("genre_rejected_total", {"reason": "too_large"})
    assert 2 == value("genre_rejected_total", {"reason": "other"})


def test_lanes_are_read_when_asked_for() -> None:
    """Who waits and who is worked on is what it is now, by the name of the lane."""
    metrics, lane = ServiceMetrics(), Lane(3, name="work")
    metrics.lanes.watch({"work": lane})

    lane.n_waiting, lane.n_inside = 7, 2

    names = ("http_requests_waiting", "http_requests_inside", "http_requests_places")
    read = [metrics.registry.get_sample_value(name, {"lane": "work"}) for name in names]
    assert [7, 2, 3] == read


def test_stages_are_counted_once_for_a_request() -> None:
    """A stage that a request goes through for each window is one observation, of their sum."""
    metrics, stages = ServiceMetrics(), begin()
    for _ in range(3):
        with stage("model"):
            pass

    metrics.count_stages(stages)

    value = metrics.registry.get_sample_value
    name, labels = "genre_stage_duration_seconds", {"stage": "model"}
    assert 1 == value(f"{name}_count", labels)
    assert stages.seconds["model"] == value(f"{name}_sum", labels)


def test_decodings_are_counted_by_their_end() -> None:
    """The counts of whoever decodes are read when they are asked for."""
    registry, ends = CollectorRegistry(), {"decoded": 0, "timeout": 0}
    DecodingMetrics(registry, lambda: ends, lambda: 4)

    ends["timeout"] = 2

    assert 2 == registry.get_sample_value("audio_decodings_total", {"end": "timeout"})
    assert 0 == registry.get_sample_value("audio_decodings_total", {"end": "decoded"})
    assert 3 == registry.get_sample_value("audio_decoder_restarts_total")
