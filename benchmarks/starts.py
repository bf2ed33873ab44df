"""How long the services take from the start of their process, and to stop, every time anew.

librosa compiles with numba at its first call and keeps the result in a cache of files. A new
container has none, so the report's service is also started once with an empty cache.
"""

from collections import defaultdict
from pathlib import Path

from tqdm import tqdm

from benchmarks.plan import Plan
from benchmarks.rounds import median
from benchmarks.servers import (
    BEAT,
    BEAT_ROUTES,
    FRONTEND,
    REPORT_ROUTES,
    REPORT_SVM,
    SVM,
    VGG19,
    Client,
    Server,
    base64_client,
    multipart_client,
    started,
)
from tools.processes import urls_of_services


class Starts:
    """A value for each start, by service."""

    def __init__(self) -> None:
        self.ready_s = defaultdict[str, list[float]](list)  # process start → `/readyz` is 200
        self.answer_s = defaultdict[str, list[float]](list)  # process start → first song answered
        self.report_new_container_s = 0.0  # [s] like `answer_s`, with nothing compiled yet
        self.first_to_warm = defaultdict[str, list[float]](list)  # first request / warm median
        self.stopped_s = defaultdict[str, list[float]](list)  # told to stop → ended, nobody there


def measure_starts(plan: Plan, wav: bytes, logs: Path) -> Starts:
    """Start everything in turn; the front end finds both genre services running, and no beats."""
    starts = Starts()
    if plan.against_report:
        starts.report_new_container_s = _report_answer_s(wav, logs, NUMBA_CACHE_DIR=str(logs))
    for _ in tqdm(range(plan.starts), desc="starts", unit="round"):
        if plan.against_report:
            starts.answer_s[REPORT_SVM].append(_report_answer_s(wav, logs))
        with started(BEAT, logs, DATABASE_URL=f"sqlite:///{logs}/beats.db") as beat:
            client = multipart_client(beat.url + BEAT_ROUTES[0], wav)
            _measure_start(starts, beat, plan, client)
            _measure_stop(starts, beat)
        with started(SVM, logs) as svm:
            _measure_start(starts, svm, plan, _report_client(svm, wav))
            with started(VGG19, logs) as vgg19:
                _measure_start(starts, vgg19, plan, _report_client(vgg19, wav))
                urls = urls_of_services(svm=svm.url, vgg19=vgg19.url)
                with started(FRONTEND, logs, **urls) as frontend:
                    starts.ready_s[FRONTEND].append(frontend.until_ready_s())
                    _measure_stop(starts, frontend)
                _measure_stop(starts, vgg19)
            _measure_stop(starts, svm)
    return starts


def _report_answer_s(wav: bytes, logs: Path, **environment: str) -> float:
    """Start of the report's process → its first answer [s]."""
    with started(REPORT_SVM, logs, **environment) as report:
        return report.until_answer_s(_report_client(report, wav))


def _report_client(server: Server, wav: bytes) -> Client:
    """Make a client of the route that the report gives a genre service."""
    return base64_client(server.url + REPORT_ROUTES[server.name], wav)


def _measure_start(starts: Starts, server: Server, plan: Plan, client: Client) -> None:
    """Wait until a service is ready, then ask it several times."""
    starts.ready_s[server.name].append(server.until_ready_s())
    first_ms = client.post()["http"]
    starts.answer_s[server.name].append(server.age_s())
    warm_ms = median([client.post()["http"] for _ in range(plan.warm_requests)])
    starts.first_to_warm[server.name].append(first_ms / warm_ms)


def _measure_stop(starts: Starts, server: Server) -> None:
    """Stop a service that has nothing to do."""
    starts.stopped_s[server.name].append(server.until_stopped_s())
