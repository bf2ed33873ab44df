"""Latency of warm services over HTTP, one client, and the memory they hold afterwards."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.memory import Memory, pid_to_memory
from benchmarks.plan import Plan
from benchmarks.rounds import Timings, interleave
from benchmarks.servers import (
    BEAT,
    BEAT_ROUTES,
    FRONTEND,
    REPORT_ROUTES,
    REPORT_SVM,
    REPORT_VGG19,
    SVM,
    VGG19,
    Client,
    Server,
    base64_client,
    multipart_client,
    started,
)

MULTIPART: Final = "multipart"
BASE64: Final = "base64"


@dataclass(frozen=True)
class Load:
    """Times [ms] by `"<service> <body or route> <http or predict>"`, and memory by service."""

    timings: Timings
    memory: dict[str, Memory]


def measure_load(plan: Plan, wav: bytes, logs: Path) -> Load:
    """Ask all services in turn, round after round."""
    with _all_started(plan, logs) as servers:
        calls = {}
        for server in servers:
            for body, client in _clients(server, wav).items():
                server.until_answer_s(client)
                calls[f"{server.name} {body}"] = client.post
        timings = interleave(calls, plan.rounds, plan.dropped, "requests")
        memory = {server.name: pid_to_memory(server.process.pid) for server in servers}
    return Load(timings, memory)


@contextmanager
def _all_started(plan: Plan, logs: Path) -> Iterator[list[Server]]:
    """Ours, and the report's where the plan wants them."""
    with ExitStack() as stack:
        svm = stack.enter_context(started(SVM, logs))
        vgg19 = stack.enter_context(started(VGG19, logs))
        database = {"DATABASE_URL": f"sqlite:///{logs}/beats.db"}
        beat = stack.enter_context(started(BEAT, logs, **database))
        beat.until_ready_s()
        urls = {"SVM_URL": svm.url, "VGG19_URL": vgg19.url, "BEAT_URL": beat.url}
        servers = [svm, vgg19, beat, stack.enter_context(started(FRONTEND, logs, **urls))]
        if plan.against_report:
            servers += [
                stack.enter_context(started(name, logs)) for name in (REPORT_SVM, REPORT_VGG19)
            ]
        yield servers


def _clients(server: Server, wav: bytes) -> dict[str, Client]:
    """Clients of a service's routes, by the kind of body they send, or by the route."""
    if server.name == FRONTEND:
        url = f"{server.url}/api/predict?models=svm,vgg19"
        return {MULTIPART: multipart_client(url, wav)}
    if server.name == BEAT:
        served = [route for route in BEAT_ROUTES if route in server.routes()]
        return {route: multipart_client(server.url + route, wav) for route in served}
    report_route = base64_client(server.url + REPORT_ROUTES[server.name], wav)
    if server.name in (REPORT_SVM, REPORT_VGG19):
        return {BASE64: report_route}
    return {MULTIPART: multipart_client(f"{server.url}/v1/predict", wav), BASE64: report_route}
