"""What a worker does when it starts."""

import multiprocessing
import os
import signal
from types import SimpleNamespace
from typing import Any, cast

import pytest

from genre_cli.answering.bundles import Bundles
from genre_cli.bulk.worker import ModelsPlugin, OtherModelsError, leave_ctrl_c
from genre_cli.library.hearing import models

WORKER = cast(Any, SimpleNamespace(address="tcp://here:1"))


def test_models_are_loaded() -> None:
    """All of them are there before the first song."""
    ModelsPlugin(Bundles().version).setup(WORKER)

    assert {"svm", "vgg19", "analysis", "ensemble", "max_audio_s"} <= vars(models()).keys()


def survive(told: "multiprocessing.SimpleQueue[str]") -> None:
    """Get Ctrl-C, and tell who is still there."""
    leave_ctrl_c()
    os.kill(os.getpid(), signal.SIGINT)
    told.put("here")


def test_ctrl_c_is_left_to_the_command() -> None:
    """A worker process outlives it; a process of its own, as this one, does as before."""
    context = multiprocessing.get_context("spawn")
    told = context.SimpleQueue()
    child = context.Process(target=survive, args=(told,))
    child.start()
    child.join(60)
    assert (0, "here") == (child.exitcode, told.get())
    told.close()

    before = signal.getsignal(signal.SIGINT)
    leave_ctrl_c()
    assert before == signal.getsignal(signal.SIGINT)


def test_other_models_do_not_work() -> None:
    """A machine with another version is refused by name."""
    with pytest.raises(OtherModelsError, match="here:1"):
        ModelsPlugin("other").setup(WORKER)
