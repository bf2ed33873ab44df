"""What `/readyz` says of the arithmetic that models run in."""

import pytest
from pydantic import ValidationError

from music_genre.audio.arithmetic import ArithmeticCheck
from music_genre.webapi.arithmetic_body import ArithmeticBody, checks_to_facts


def test_facts_of_every_model() -> None:
    """Each model has its arithmetic and its difference, to five digits."""
    checks = {"tempo": ArithmeticCheck("fast", 0.0000149), "key": ArithmeticCheck("exact", 0.3)}

    assert {
        "arithmetic": {
            "tempo": {"arithmetic": "fast", "difference": 0.00001},
            "key": {"arithmetic": "exact", "difference": 0.3},
        }
    } == checks_to_facts(checks)


def test_no_models() -> None:
    """A service without models has the member all the same."""
    assert {"arithmetic": {}} == checks_to_facts({})


def test_difference_that_is_no_number() -> None:
    """A model whose answer was no number cannot be told as JSON, so it is refused."""
    with pytest.raises(ValidationError):
        ArithmeticBody(arithmetic="exact", difference=float("nan"))
