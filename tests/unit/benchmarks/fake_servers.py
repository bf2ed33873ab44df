"""Servers and clients that answer at once, for tests of what a benchmark asks of whom."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from benchmarks.servers import BEAT_ROUTES


@dataclass
class Log:
    """What was started, with which settings, and what was asked."""

    started: list[str] = field(default_factory=list)
    settings: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


class FakeServer:
    """A started service of a name; this very process stands for it."""

    def __init__(self, name: str) -> None:
        self.name, self.url = name, f"http://{name}"
        self.process = SimpleNamespace(pid=os.getpid())

    def until_ready_s(self) -> float:
        """Be ready after 2 s."""
        return 2.0

    def age_s(self) -> float:
        """Be 3 s old."""
        return 3.0

    def until_stopped_s(self) -> float:
        """Stop within 1 s."""
        return 1.0

    def routes(self) -> set[str]:
        """Have the first of the beat service's routes alone."""
        return {BEAT_ROUTES[0]}

    def until_answer_s(self, client: "FakeClient") -> float:
        """Ask once; answer after 4 s."""
        client.post()
        return 4.0


class FakeClient:
    """A client that takes 30 ms for its first request and 10 ms for every other one."""

    def __init__(self, log: Log, url: str) -> None:
        self._log, self._url, self._first = log, url, True

    def post(self) -> dict[str, float]:
        """Write down that the route was asked."""
        self._log.asked.append(self._url)
        elapsed_ms, self._first = (30.0 if self._first else 10.0), False
        return {"http": elapsed_ms}


def with_fakes(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Log:
    """Let a benchmark start fakes and ask fakes; give the log of what it does."""
    log = Log()

    @contextmanager
    def started(package: str, _logs: Path, **settings: str) -> Iterator[FakeServer]:
        log.started.append(package)
        log.settings[package] = settings
        yield FakeServer(package)

    monkeypatch.setattr(module, "started", started)
    for name in ("multipart_client", "base64_client"):
        monkeypatch.setattr(module, name, lambda url, _wav: FakeClient(log, url))
    return log
