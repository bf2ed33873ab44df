"""How much of everything a run does."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Plan:
    """Numbers of repetitions; `dropped` ones come first and do not count."""

    starts: int
    warm_requests: int  # requests after the first one of a start
    rounds: int
    dropped: int
    stage_rounds: int
    against_report: bool  # TensorFlow alone takes ten seconds to load


FULL: Final = Plan(
    starts=3, warm_requests=10, rounds=30, dropped=3, stage_rounds=20, against_report=True
)
QUICK: Final = Plan(
    starts=1, warm_requests=2, rounds=2, dropped=1, stage_rounds=2, against_report=False
)
