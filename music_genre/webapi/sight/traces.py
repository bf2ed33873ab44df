"""Spans of requests and of their stages, sent to a collector where one is named (OpenTelemetry).

`OTEL_EXPORTER_OTLP_ENDPOINT` and the other variables of its specification are the SDK's own.
Without them, or without the extra `traces`, nothing is traced and nothing of it is imported.
"""

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Final

from music_genre.stages import use_spans

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

LOG: Final = logging.getLogger(__name__)
ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
MISSING: Final = (
    "%s is set, but there is nothing that traces: install the extra, "
    "`pip install 'music-genre-classifier[traces]'`, or build the images with TRACES=1"
)
ASKING: Final = "ask_"  # what stages of waiting for another service begin with
SERVER_ERROR: Final = 500


class _Tracing:
    """What makes spans in this process, once it was started."""

    def __init__(self) -> None:
        self.tracer: Tracer | None = None


_tracing: Final = _Tracing()


def start_traces(service: str) -> None:
    """Send spans from now on, under a service's name, where the environment says whither."""
    wanted = [name for name in ENDPOINTS if os.environ.get(name)]
    if not wanted:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import SERVICE_NAME, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        LOG.warning(MISSING, wanted[0])
        return
    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: service}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    use_tracer(provider.get_tracer("music_genre"))
    LOG.info("traces go to %s", os.environ[wanted[-1]])


def use_tracer(tracer: "Tracer | None") -> None:
    """Make spans by this tracer from now on; None makes none."""
    _tracing.tracer = tracer
    use_spans(stage_span)


def stage_span(name: str) -> AbstractContextManager[object]:
    """Make the span of a stage; of waiting for another service it is the client's."""
    tracer = _tracing.tracer
    if tracer is None:
        return nullcontext()
    from opentelemetry.trace import SpanKind

    kind = SpanKind.CLIENT if name.startswith(ASKING) else SpanKind.INTERNAL
    return tracer.start_as_current_span(name, kind=kind)


class RequestSpan:
    """The span of a request that is answered; of what is not traced it is none."""

    def __init__(self, span: "Span | None" = None) -> None:
        self._span = span

    def end_with(self, method: str, route: str, status: int, request_id: str) -> None:
        """Say which route answered, and how; a status of 0 is a client that left."""
        if self._span is None:
            return
        from opentelemetry.trace import StatusCode

        self._span.update_name(f"{method} {route}")
        self._span.set_attributes(
            {
                "http.request.method": method,
                "http.route": route,
                "http.response.status_code": status,
                "music_genre.request_id": request_id,
            }
        )
        if status >= SERVER_ERROR:
            self._span.set_status(StatusCode.ERROR)


@contextmanager
def request_span(method: str, headers: Sequence[tuple[bytes, bytes]]) -> Iterator[RequestSpan]:
    """Make the span of a request, within the trace that its header `traceparent` names, if any."""
    if _tracing.tracer is None:
        yield RequestSpan()
        return
    from opentelemetry.trace import SpanKind
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}
    context = TraceContextTextMapPropagator().extract(carrier)
    with _tracing.tracer.start_as_current_span(method, context, SpanKind.SERVER) as span:
        yield RequestSpan(span)


def trace_to_headers() -> dict[str, str]:
    """Make the headers by which another service goes on with the trace; none outside of any."""
    carrier: dict[str, str] = {}
    if _tracing.tracer is not None:
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        TraceContextTextMapPropagator().inject(carrier)
    return carrier
