"""How long each stage of an answer takes, for `timing_ms` of its body."""

from time import perf_counter
from typing import Final

TOTAL: Final = "total"


class StageClock:
    """A clock that is started when it is made and asked at the end of each stage."""

    def __init__(self) -> None:
        self._started_s = self._lapped_s = perf_counter()
        self._stages_ms: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """End a stage, which began where the one before ended."""
        now_s = perf_counter()
        self._stages_ms[stage] = (now_s - self._lapped_s) * 1000
        self._lapped_s = now_s

    @property
    def timing_ms(self) -> dict[str, float]:
        """Name the duration of every stage in their order, and of all of them as `total` [ms]."""
        return {**self._stages_ms, TOTAL: (self._lapped_s - self._started_s) * 1000}
