"""One trace from the browser's request through the front end to each service and its stages."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import requests
from live.clients import EXAMPLE
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tools.processes import running_service, urls_of_services

PATIENCE_S = 60
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
BROWSER = "00f067aa0ba902b7"


@dataclass(frozen=True)
class Span:
    """A span as a collector knows it."""

    service: str
    name: str
    trace: str
    id: str
    parent: str


class Collector(ThreadingHTTPServer):
    """Takes OTLP over HTTP, and keeps the spans."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.spans: list[Span] = []

    def take(self, content: bytes) -> None:
        """Decode a request's protobuf."""
        request = ExportTraceServiceRequest.FromString(content)
        for part in request.resource_spans:
            facts = {one.key: one.value.string_value for one in part.resource.attributes}
            for scope in part.scope_spans:
                self.spans += [
                    Span(
                        facts["service.name"],
                        one.name,
                        one.trace_id.hex(),
                        one.span_id.hex(),
                        one.parent_span_id.hex(),
                    )
                    for one in scope.spans
                ]


class Handler(BaseHTTPRequestHandler):
    """Answers `POST /v1/traces`."""

    server: Collector

    def do_POST(self) -> None:
        """Take what is sent."""
        content = self.rfile.read(int(self.headers["Content-Length"]))
        assert ("/v1/traces", "application/x-protobuf") == (
            self.path,
            self.headers["Content-Type"],
        )
        self.server.take(content)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def running_collector() -> Iterator[Collector]:
    """Run a collector until the block ends."""
    with Collector() as collector:
        thread = Thread(target=collector.serve_forever, daemon=True)
        thread.start()
        yield collector
        collector.shutdown()
        thread.join()


def traced_song(folder: Path, collector: Collector) -> requests.Response:
    """Ask real services about a song as a browser that traces; they have ended afterwards."""
    endpoint = {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server_port}"}
    with ExitStack() as stack:
        svm, vgg19, beat = (
            stack.enter_context(running_service(name, folder, **endpoint)).url
            for name in ("svm_service", "vgg19_service", "beat_service")
        )
        urls = urls_of_services(svm, vgg19, beat)
        front = stack.enter_context(running_service("frontend", folder, **urls, **endpoint))
        return requests.post(
            f"{front.url}/api/predict",
            files={"file": EXAMPLE.read_bytes()},
            headers={"traceparent": f"00-{TRACE}-{BROWSER}-01"},
            timeout=PATIENCE_S,
        )


def test_one_trace(tmp_path: Path) -> None:
    """Each service's request lies within the front end's question, its stages within that."""
    with running_collector() as collector:
        answer = traced_song(tmp_path, collector)
        spans = [span for span in collector.spans if span.trace == TRACE]

    assert answer.ok
    by_id = {span.id: span for span in spans}
    (page,) = [span for span in spans if span.parent == BROWSER]
    assert ("frontend", "POST /api/predict") == (page.service, page.name)
    for service, route, asking in (
        ("svm_service", "/v1/predict", "ask_svm"),
        ("vgg19_service", "/v1/predict", "ask_vgg19"),
        ("beat_service", "/recommend", "ask_beat"),
    ):
        (request,) = [
            span for span in spans if (span.service, span.name) == (service, f"POST {route}")
        ]
        question = by_id[request.parent]
        assert ("frontend", asking, page.id) == (question.service, question.name, question.parent)
        stages = {span.name for span in spans if span.parent == request.id}
        assert {"queue", "decode", "windows", "features", "model"} <= stages
    assert {"queue", "join"} <= {span.name for span in spans if span.parent == page.id}
    assert not [span for span in collector.spans if "/readyz" in span.name]
