"""What is said of beats; `../test_messages.py` and `../test_problems.py` look at its texts."""

import inspect

from beat_service import errors
from music_genre.webapi.messages import PROBLEMS
from music_genre.webapi.texts.beats import BEAT_PROBLEMS


def test_they_are_among_all() -> None:
    """Every code of a beat is a code of the project."""
    assert BEAT_PROBLEMS.items() <= PROBLEMS.items()


def test_every_fault_of_a_beat_is_said() -> None:
    """Each error that the beat service raises has its texts here, or those of all uploads."""
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]
    codes = {vars(kind)["code"] for kind in kinds if "code" in vars(kind)}

    assert {"too_large"} == codes - BEAT_PROBLEMS.keys()
