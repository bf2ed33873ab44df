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


def test_the_first_stops_and_the_second_ends() -> None:
    """After the block Ctrl-C is what it was."""
    before = signal.getsignal(signal.SIGINT)
    work = Work()
    with stopped_gently(work):
        os.kill(os.getpid(), signal.SIGINT)
        assert work.is_stopping
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)

    assert before == signal.getsignal(signal.SIGINT)
