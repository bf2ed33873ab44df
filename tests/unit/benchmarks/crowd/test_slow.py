"""Clients that hold half a request, and who asks meanwhile."""

from unit.benchmarks.crowd.saying_server import LATE, WHOLE, with_server

from benchmarks.crowd.clients import PROBE, Reply, file_to_request
from benchmarks.crowd.slow import HALF_A_HEAD, Slow, Target, hold

REQUEST = file_to_request("/song", bytes(1000))


def test_held_connections() -> None:
    """Half a head and half a body come as often as wanted, whole requests between and after."""

    def answer(request: bytes) -> bytes:
        return WHOLE if request in {REQUEST, PROBE} else LATE

    async def use(url: str) -> list[Slow]:
        return await hold([Target("svm", url, REQUEST)], 2, looks_s=0)

    (slow,), asked = with_server(answer, use)

    assert 2 == sum(len(sent) == HALF_A_HEAD for sent in asked)
    assert 2 == sum(HALF_A_HEAD < len(sent) < 1000 and sent.startswith(b"POST") for sent in asked)
    assert [408] * 4 == [reply.status for reply in slow.silent]
    assert [200, 200] == [reply.status for reply in slow.after]
    assert len(asked) == 4 + 2 + len(slow.probes) + len(slow.songs)


def test_figures() -> None:
    """The longest of each counts, and how many were told that they were too slow."""
    slow = Slow(
        "svm",
        silent=[Reply(408, 30.0), Reply(0, 29.0)],
        probes=[Reply(200, 0.1), Reply(200, 0.2)],
        songs=[Reply(200, 0.3), Reply(503, 0.1, 1)],
        after=[Reply(200, 0.4)],
    )

    found = slow.figures()

    assert (2, 1, 30.0) == (found["silent"], found["told_408"], found["closed_within_s"])
    assert (0.2, 0.4) == (found["livez_worst_s"], found["after_worst_s"])
    assert 60.0 == found["song_worst_s"]  # a refusal is no answer
