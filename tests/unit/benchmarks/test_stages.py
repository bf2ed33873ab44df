"""The stages of one file timed apart, ours beside the plain way."""

import pytest
from needs import Alone

from benchmarks.stages import OURS, PLAIN, PLAIN_OF_STAGE, measure_stages, timings_to_stages
from tools.signals import song, to_file

# audioread, behind librosa.load, imports modules that Python has announced to drop.
pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated and slated:DeprecationWarning")


def test_medians_stand_side_by_side() -> None:
    """A stage has the median of its times; without a plain counterpart it has none."""
    timings = {f"{OURS} {name} ms": [1.0, 2.0, 9.0] for name in PLAIN_OF_STAGE}
    timings |= {f"{PLAIN} {name} ms": [4.0, 6.0] for name, plain in PLAIN_OF_STAGE.items() if plain}

    stages = timings_to_stages(timings)

    assert list(PLAIN_OF_STAGE) == [stage.name for stage in stages]
    assert {2.0} == {stage.ours_ms for stage in stages}
    ours_alone = {"svm learnt features", "vgg19 features", "vgg19 model"}
    assert ours_alone == {stage.name for stage in stages if stage.plain_ms is None}
    assert {5.0} == {s.plain_ms for s in stages if s.plain}


def test_stage_that_was_not_timed_is_an_error() -> None:
    """A stage of ours without a time is not left out in silence."""
    with pytest.raises(KeyError, match="decode"):
        timings_to_stages({f"{OURS} log-mel ms": [1.0]})


def test_every_stage_of_a_real_file_is_timed(alone: Alone) -> None:
    """One round over a song gives each stage a time, and each counterpart."""
    with alone():
        stages = measure_stages(to_file(song(30)), rounds=1, dropped=0)

    assert list(PLAIN_OF_STAGE) == [stage.name for stage in stages]
    assert [bool(stage.plain) for stage in stages] == [s.plain_ms is not None for s in stages]
