"""What goes wrong when an API is asked: exceptions with the API's own words.

Each has a stable `code` for programs, and a `title` (what is wrong) and a `detail` (what to do) for
people, in the client's language.
"""

from music_genre.webapi.bodies.api_body import ProblemBody


class ApiProblemError(Exception):
    """There is no answer; `problem` says why, as the API does (RFC 9457)."""

    def __init__(self, problem: ProblemBody) -> None:
        self.problem = problem
        super().__init__(f"{problem.title}. {problem.detail} [{problem.code}]")

    @property
    def code(self) -> str:
        """Return what is wrong, as programs know it, such as `not_audio`."""
        return self.problem.code

    @property
    def title(self) -> str:
        """Return what is wrong, for people."""
        return self.problem.title

    @property
    def detail(self) -> str:
        """Return what to do about it, for people."""
        return self.problem.detail

    @property
    def status(self) -> int:
        """Return the HTTP status, 400 … 599."""
        return self.problem.status


class RefusedError(ApiProblemError):
    """The request cannot be answered as it is: the file is no audio, say, or too large."""


class BusyError(ApiProblemError):
    """The API has too much to do or is starting, for longer than the client has patience."""

    @property
    def retry_after_s(self) -> float | None:
        """Return when to come again [s]; None where the API does not say."""
        return self.problem.retry_after_s


class FailedError(ApiProblemError):
    """The API failed, by its own fault."""


class NoAnswerError(ApiProblemError):
    """Nothing came that an API says; `code` tells what instead."""


class UnreachableError(NoAnswerError):
    """Nobody is there, or the connection broke twice: `not_ready`."""


class TooSlowError(NoAnswerError):
    """Somebody is there, and did not answer in time: `service_timeout`."""


class BadAnswerError(NoAnswerError):
    """Somebody is there who is no such API, or not of this version: `bad_answer`."""
