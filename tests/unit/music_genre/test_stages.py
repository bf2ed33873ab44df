"""How long each stage of a request's work takes."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import copy_context
from threading import Thread

import pytest

from music_genre.stages import STAGES, begin, stage, use_spans


def test_stages_of_a_request() -> None:
    """Each stage has its time, in threads too that were given the request's context."""
    stages = begin()

    @stage("features")
    def work() -> None:
        pass

    thread = Thread(target=copy_context().run, args=(work,))
    thread.start()
    thread.join()
    with stage("decode"):
        pass

    assert {"features", "decode"} == stages.seconds.keys() <= set(STAGES)
    assert all(seconds > 0 for seconds in stages.seconds.values())


def test_a_stage_that_fails_took_its_time() -> None:
    """What ends with an error is noted, and the error goes on."""
    stages = begin()

    with pytest.raises(ValueError, match="damaged"), stage("decode"):
        raise ValueError("damaged")

    assert ["decode"] == list(stages.seconds)


def test_requests_have_their_own() -> None:
    """What begins later is another request; work outside of any is watched by nobody."""
    first = begin()
    second = begin()
    with stage("model"):
        pass
    thread = Thread(target=stage("model")(lambda: None))
    thread.start()
    thread.join()

    assert {} == first.seconds
    assert ["model"] == list(second.seconds)


def test_spans() -> None:
    """Whoever traces sees each stage begin and end."""
    seen: list[str] = []

    @contextmanager
    def span(name: str) -> Iterator[None]:
        seen.append(f"{name} begins")
        yield
        seen.append(f"{name} ends")

    use_spans(span)
    try:
        begin()
        with stage("model"):
            seen.append("work")
    finally:
        use_spans(lambda _name: nullcontext())

    assert ["model begins", "work", "model ends"] == seen
