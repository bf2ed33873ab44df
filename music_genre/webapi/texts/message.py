"""What texts of errors are made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ProblemKind:
    """An HTTP status, what is wrong (`title`) and what to do (`detail`)."""

    status: int
    title: str
    detail: str
