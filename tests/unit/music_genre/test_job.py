"""Work that somebody waits for, and its end when nobody does any more."""

from contextvars import copy_context
from threading import Thread

import pytest

from music_genre.job import ClientGoneError, Job, current_job, go_on


def test_work_of_no_job_goes_on() -> None:
    """Programs that answer nobody are never told to stop."""
    go_on()
    current_job().go_on()


def test_dropped() -> None:
    """Work within a dropped job ends at its next step, and that of others goes on."""
    job = Job()
    with job.within():
        go_on()
        job.drop()
        with pytest.raises(ClientGoneError):
            go_on()
    go_on()


def test_thread_of_a_job() -> None:
    """A thread that was given the context of a job works for that one."""
    seen: list[Job] = []
    job = Job()
    with job.within():
        thread = Thread(target=copy_context().run, args=(lambda: seen.append(current_job()),))
    thread.start()
    thread.join()

    assert [job] == seen


def test_ender_is_called_once() -> None:
    """What waits for somebody else is ended when the job is dropped, and not after it is done."""
    called: list[str] = []
    job = Job()
    with job.ending(lambda: called.append("first")):
        pass
    with job.ending(lambda: called.append("second")):
        job.drop()
        job.drop()

    assert ["second"] == called


def test_nothing_is_begun_for_nobody() -> None:
    """A job that was dropped already does not begin to wait."""
    job = Job()
    job.drop()

    with pytest.raises(ClientGoneError), job.ending(pytest.fail):
        pytest.fail("it was begun")
