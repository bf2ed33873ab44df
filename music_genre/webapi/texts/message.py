"""What texts of errors are made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """What is wrong (`title`) and what to do (`detail`)."""

    title: str
    detail: str


@dataclass(frozen=True)
class ProblemKind:
    """An HTTP status and its texts."""

    status: int
    fr: Message
    en: Message
