"""Ctrl-C."""

import os
import signal

import pytest

from genre_cli.commands.stopping import stopped_gently


class Work:
    """Work that can be stopped."""

    is_stopping = False

    def stop(self) -> None:
        """Stop."""
        self.is_stopping = True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_stops_and_the_second_ends(number: signal.Signals) -> None:
    """After the block the signal does what it did before."""
    before = signal.getsignal(number)
    work = Work()
    told: list[str] = []
    with stopped_gently(work, lambda: told.append("stopping")):
        os.kill(os.getpid(), number)
        assert work.is_stopping
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)

    assert ["stopping"] == told
    assert before == signal.getsignal(number)
