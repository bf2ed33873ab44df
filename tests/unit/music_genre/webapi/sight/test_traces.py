"""Spans of requests and stages, where somebody wants them."""

import logging
import sys
from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from music_genre.stages import begin, stage
from music_genre.webapi.sight.traces import (
    request_span,
    start_traces,
    trace_to_headers,
    use_tracer,
)

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = "00f067aa0ba902b7"
HEADERS = [(b"traceparent", f"00-{TRACE}-{PARENT}-01".encode())]


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """Keep the spans of this process in memory."""
    exporter, provider = InMemorySpanExporter(), TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    use_tracer(provider.get_tracer("test"))
    yield exporter
    use_tracer(None)


def test_request_and_its_stages(spans: InMemorySpanExporter) -> None:
    """Stages lie within the request, that within the trace it came with; who is asked goes on."""
    with request_span("POST", HEADERS) as span:
        begin()
        with stage("ask_svm"):
            asked = trace_to_headers()
        span.end_with("POST", "/api/predict", 502, "an-id")

    inner, outer = spans.get_finished_spans()
    assert outer.parent is not None
    assert (TRACE, PARENT) == (f"{outer.context.trace_id:032x}", f"{outer.parent.span_id:016x}")
    assert ("POST /api/predict", SpanKind.SERVER) == (outer.name, outer.kind)
    assert StatusCode.ERROR == outer.status.status_code
    assert outer.attributes is not None
    assert "an-id" == outer.attributes["music_genre.request_id"]
    assert inner.parent is not None
    assert (outer.context.span_id, SpanKind.CLIENT) == (inner.parent.span_id, inner.kind)
    assert {"traceparent": f"00-{TRACE}-{inner.context.span_id:016x}-01"} == asked


def test_nobody_traces() -> None:
    """Where nothing was started, requests and stages make no span and send no header."""
    with request_span("GET", HEADERS) as span, stage("decode"):
        span.end_with("GET", "/", 200, "an-id")

        assert {} == trace_to_headers()


def test_without_the_extra(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Who names a collector and has not installed what traces is told what to install."""
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    start_traces("svm_service")
    assert [] == caplog.messages

    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
    with caplog.at_level(logging.WARNING):
        start_traces("svm_service")

    (line,) = caplog.messages
    assert "music-genre-classifier[traces]" in line
    assert {} == trace_to_headers()
