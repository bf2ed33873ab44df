"""Which arithmetic a service's models run in → what `/readyz` says of it."""

from collections.abc import Mapping
from typing import Any, Literal, Protocol

from pydantic import Field

from music_genre.webapi.body import Body

DIFFERENCE_DIGITS = 5


class ArithmeticCheck(Protocol):
    """How a model's fast answers compared with the known ones."""

    @property
    def arithmetic(self) -> Literal["fast", "exact"]: ...
    @property
    def difference(self) -> float: ...


class ArithmeticBody(Body):
    """What a model runs in."""

    arithmetic: Literal["fast", "exact"] = Field(
        description="exact, and slower, where the processor's fast kernels gave wrong answers"
    )
    difference: float = Field(
        description="of the fast kernels' answer to a known window, largest of any probability"
    )


def checks_to_facts(checks: Mapping[str, ArithmeticCheck]) -> dict[str, Any]:
    """Make the facts of `/readyz`, by model."""
    bodies = {
        name: ArithmeticBody(
            arithmetic=check.arithmetic, difference=round(check.difference, DIFFERENCE_DIGITS)
        )
        for name, check in checks.items()
    }
    return {"arithmetic": {name: body.model_dump() for name, body in bodies.items()}}
