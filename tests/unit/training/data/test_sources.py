"""Modules → the files of their code."""

from types import ModuleType

import pytest

from training.data import dataset
from training.data.sources import modules_to_sources


def test_module_without_a_file_is_an_error() -> None:
    """What has no code cannot be a source."""
    with pytest.raises(ValueError, match="module without a file"):
        modules_to_sources(dataset, ModuleType("made_up"))
