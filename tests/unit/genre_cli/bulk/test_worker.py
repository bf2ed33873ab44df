"""What a worker does when it starts."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from genre_cli.answering.bundles import Bundles
from genre_cli.bulk.worker import ModelsPlugin, OtherModelsError
from genre_cli.library.hearing import models

WORKER = cast(Any, SimpleNamespace(address="tcp://here:1"))


def test_models_are_loaded() -> None:
    """All of them are there before the first song."""
    ModelsPlugin(Bundles().version).setup(WORKER)

    assert {"svm", "vgg19", "analysis", "ensemble", "max_audio_s"} <= vars(models()).keys()


def test_other_models_do_not_work() -> None:
    """A machine with another version is refused by name."""
    with pytest.raises(OtherModelsError, match="here:1"):
        ModelsPlugin("other").setup(WORKER)
