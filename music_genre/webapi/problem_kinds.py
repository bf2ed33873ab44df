"""What an error is to HTTP and to a person: its status, and its texts in both languages."""

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
