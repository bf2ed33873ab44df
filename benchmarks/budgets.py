"""What was measured, beside what it may be: the limits of the table that `make bench` prints."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from benchmarks.servers import BEAT, FRONTEND, SVM, VGG19

Verdict = Literal["", "ok", "OVER"]


@dataclass(frozen=True)
class Budget:
    """A limit that a figure must not pass, in the figure's own unit."""

    limit: float
    at_least: bool = False  # a speed-up has a lower limit, everything else an upper one

    def holds(self, measured: float) -> bool:
        """Tell whether the figure is within the limit; at the limit is within."""
        return measured >= self.limit if self.at_least else measured <= self.limit


@dataclass(frozen=True)
class Row:
    """One figure of the table; `note` says what stands behind it."""

    what: str
    measured: float
    unit: Literal["s", "ms", "MB", "×"]
    budget: Budget | None = None
    note: str = ""

    @property
    def verdict(self) -> Verdict:
        """Say whether the budget holds; nothing where there is none."""
        if self.budget is None:
            return ""
        return "ok" if self.budget.holds(self.measured) else "OVER"


START_TO_READY_S: Final = {
    **dict.fromkeys((SVM, VGG19, FRONTEND), Budget(2.0)),
    BEAT: Budget(5.0),
}
IN_A_WORKER_MS: Final = Budget(10.0)  # more than in the service itself
FIRST_TO_WARM: Final = Budget(1.5)
BEAT_WARM_MS: Final = {"/analyze": Budget(250.0), "/recommend": Budget(300.0)}
MEMORY_MB: Final = {
    SVM: Budget(320.0),
    VGG19: Budget(400.0),
    BEAT: Budget(420.0),
    FRONTEND: Budget(120.0),
}
# With the network of learnt features, which the report's service does not have.
SVM_WARM_MS: Final = Budget(120.0)
SVM_FIRST_ANSWER_SPEED_UP: Final = Budget(5.0, at_least=True)


@dataclass(frozen=True)
class KernelBudgets:
    """What depends on the processor's multiplications of 8-bit numbers."""

    warm_ms: Mapping[str, Budget]
    vgg19_speed_up: Budget


WITH_VNNI: Final = KernelBudgets(
    {SVM: SVM_WARM_MS, VGG19: Budget(70.0)}, Budget(6.0, at_least=True)
)
WITHOUT_VNNI: Final = KernelBudgets(
    {SVM: SVM_WARM_MS, VGG19: Budget(150.0)}, Budget(2.5, at_least=True)
)
