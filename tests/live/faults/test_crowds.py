"""Crowds of clients, and clients that fall silent: nobody is lost, and probes are answered."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from live.faults.forms import IS_LONG

from benchmarks.crowd.clients import ask, file_to_request
from benchmarks.crowd.many import Crowd, crowd_at
from benchmarks.crowd.report import ANSWERED_P95_S, CLOSED_WITHIN_S, MEANWHILE_S, PROBE_S
from benchmarks.crowd.run import ROUTES as HELD
from benchmarks.crowd.run import allow_sockets
from benchmarks.crowd.slow import Target, hold
from music_genre.audio.constants import SAMPLE_RATE_HZ
from tools.processes import Services, running_stack
from tools.signals import song, to_file

Record = Callable[[str, object], None]
SONG_S = 10.0
# Clients → how long they ask [s].
LASTS_S = {1: 2.0, 16: 4.0, 200: 6.0} if IS_LONG else {1: 0.5, 8: 1.0}
N_SILENT = 200 if IS_LONG else 2  # with half a head, and as many with half a body
LOOKS_S = 20.0 if IS_LONG else 1.0
ROUTES = [
    ("svm", "/v1/predict"),
    ("vgg19", "/v1/predict"),
    ("vgg19", "/v1/explain"),
    ("beat", "/analyze"),
    ("beat", "/recommend"),
    ("frontend", "/api/predict"),
    ("frontend", "/"),
]


@pytest.fixture(scope="module")
def own_services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Run services that no other test asks meanwhile."""
    with running_stack(tmp_path_factory.mktemp("own")) as running:
        allow_sockets()
        yield running


@pytest.fixture(scope="module")
def song_file() -> bytes:
    """Make the song that everybody sends."""
    return to_file(song(SONG_S, SAMPLE_RATE_HZ))


def crowd_to_found(crowd: Crowd) -> str:
    """Say what the clients got."""
    figures = crowd.figures()
    times = ", ".join(f"p{q} {figures[f'p{q}_s']:.2f}" for q in (50, 95, 99))
    return (
        f"{figures['per_s']:.1f} a second, {times} s; {figures['answered']} answered, "
        f"{figures['refused']} refused, {figures['lost']} lost; "
        f"`/livez` {figures['livez_worst_s']:.2f} s"
    )


@pytest.mark.parametrize("n_clients", LASTS_S)
@pytest.mark.parametrize(("service", "path"), ROUTES, ids="".join)
def test_crowd(
    service: str,
    path: str,
    n_clients: int,
    own_services: Services,
    song_file: bytes,
    record_property: Record,
) -> None:
    """Every client is answered or told when to come again; in the long form in good time."""
    url, request = getattr(own_services, service), file_to_request(path, song_file)

    async def measure() -> Crowd:
        await ask(url, request)
        return await crowd_at(service, url, request, n_clients, LASTS_S[n_clients])

    crowd = asyncio.run(measure())

    right = f"0 lost, p95 {ANSWERED_P95_S.limit:g} s, `/livez` {PROBE_S.limit:g} s"
    clients = f"{n_clients} client{'s' if n_clients > 1 else ''} at once"
    record_property("fault", (f"{clients}, {service}{path}", crowd_to_found(crowd), right))
    figures = crowd.figures()
    assert 0 == figures["lost"] + figures["others"]
    assert figures["answered"] > 0
    if IS_LONG:
        assert ANSWERED_P95_S.holds(figures["p95_s"])
        assert PROBE_S.holds(figures["livez_worst_s"])


def test_silent_clients(own_services: Services, song_file: bytes, record_property: Record) -> None:
    """Who sends half a request is told 408 and hung up on; others are served meanwhile."""
    targets = [
        Target(service, getattr(own_services, service), file_to_request(path, song_file))
        for service, path in HELD.items()
    ]
    for slow in asyncio.run(hold(targets, N_SILENT, LOOKS_S)):
        figures = slow.figures()
        found = f"`/livez` {figures['livez_worst_s']:.2f} s, a song {figures['song_worst_s']:.1f} s"
        found += f"; {figures['told_408']} were told 408, after {figures['closed_within_s']:.0f} s"
        right = f"{MEANWHILE_S.limit:g} s; all, {CLOSED_WITHIN_S.limit:g} s"
        what = f"{figures['silent']} clients of {slow.service} send half a request"
        record_property("fault", (what, found, right))
        assert figures["silent"] == figures["told_408"] == 2 * N_SILENT
        if IS_LONG:
            worst_s = max(figures["livez_worst_s"], figures["song_worst_s"])
            assert MEANWHILE_S.holds(worst_s)
            assert CLOSED_WITHIN_S.holds(figures["closed_within_s"])
