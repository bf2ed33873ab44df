"""What `/readyz` answers for a service that can work, and for one that cannot."""

from typing import Any

import pytest

from music_genre.webapi.health import SharedReadiness, readiness_to_answer
from music_genre.webapi.start_id import START_ID_HEADER


@pytest.mark.parametrize(("ready", "said", "status"), [(True, "ok", 200), (False, "failing", 503)])
def test_status_follows_readiness(ready: bool, said: str, status: int) -> None:
    """The status says in a number what the body says in a word, with the service's facts."""
    body, answered, _ = readiness_to_answer(lambda: (ready, {"model": "svm"}), "")

    assert {"status": said, "model": "svm"} == body
    assert status == answered


def test_readiness_is_asked_each_time() -> None:
    """A service that becomes ready between two probes is so in the second."""
    states = iter([False, True])

    answers = [readiness_to_answer(lambda: (next(states), {}), "") for _ in range(2)]

    assert [503, 200] == [status for _, status, _ in answers]


def test_header_of_the_start() -> None:
    """Who gave the service an id finds it in the answer; without one there is no header."""
    assert {START_ID_HEADER: "7f"} == readiness_to_answer(lambda: (True, {}), "7f")[2]
    assert {} == readiness_to_answer(lambda: (True, {}), "")[2]


@pytest.mark.parametrize(("fresh_s", "n_asked"), [(3600.0, 1), (0.0, 3)])
def test_shared_readiness(fresh_s: float, n_asked: int) -> None:
    """Whoever asks while an answer is fresh gets the same; later it is asked anew."""
    asked: list[int] = []

    def readiness() -> tuple[bool, dict[str, Any]]:
        asked.append(len(asked))
        return True, {"asked": len(asked)}

    shared = SharedReadiness(readiness, fresh_s)

    assert [n_asked] == [shared()[1]["asked"] for _ in range(3)][-1:]
    assert n_asked == len(asked)
