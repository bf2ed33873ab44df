"""The command itself, with the services left out."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from unit.benchmarks.crowd.saying_server import WHOLE, with_server

from benchmarks.crowd import run
from benchmarks.crowd.clients import Reply
from benchmarks.crowd.many import Crowd
from benchmarks.crowd.run import ROUTES, main, measure
from benchmarks.crowd.slow import Slow
from tools.processes import Services
from training import tables

SERVICES = Services("svm", "vgg19", "beat", "frontend")
OK = [Reply(200, 0.1)]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the command start nothing and write here; say whether README was written anew."""
    written: list[str] = []

    @contextmanager
    def running_stack(_logs: Path) -> Iterator[Services]:
        yield SERVICES

    monkeypatch.setattr(run, "running_stack", running_stack)
    monkeypatch.setattr(run, "JSON_PATH", tmp_path / "build" / "load.json")
    monkeypatch.setattr(run, "REPORTS", tmp_path)
    monkeypatch.setattr(tables, "main", lambda: written.append("README"))
    return written


def measuring(monkeypatch: pytest.MonkeyPatch, replies: list[Reply]) -> None:
    """Let so many replies be what was measured."""

    async def measure(
        services: Services, lasts_s: Mapping[int, float], n_silent: int, looks_s: float
    ) -> tuple[list[Crowd], list[Slow]]:
        assert SERVICES == services
        assert (run.QUICK_LASTS_S, 2, 0.5) == (lasts_s, n_silent, looks_s)
        slow = Slow("svm", [Reply(408, 30.0)], OK, OK, OK)
        return [Crowd("svm", 4, 1.0, replies, OK)], [slow]

    monkeypatch.setattr(run, "measure", measure)


def test_every_service_is_asked_and_held() -> None:
    """A row for each service and number of clients, one for each with silent clients."""

    async def use(url: str) -> tuple[list[Crowd], list[Slow]]:
        return await measure(Services(url, url, url, url), {1: 0.01, 2: 0.01}, 1, 0)

    (crowds, slows), asked = with_server(WHOLE, use)

    assert [(name, n) for name in ROUTES for n in (1, 2)] == [
        (crowd.service, crowd.n_clients) for crowd in crowds
    ]
    assert list(ROUTES) == [slow.service for slow in slows]
    assert set(ROUTES.values()) == {
        request.split()[1].decode() for request in asked if request.startswith(b"POST /")
    }


def test_figures_are_printed_and_written(
    kept: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Both tables, and the same figures for programs; README stays as it is."""
    measuring(monkeypatch, OK)

    assert 0 == main(["--quick", "--strict"])

    printed = capsys.readouterr().out
    assert "| SVM | 4 | 1.0/s | 0.10 s |" in printed
    assert "| SVM | 1 | 0.10 s | 0.10 s | 30.0 s | 1 | 0.10 s |" in printed
    assert "All goals are met." in printed
    assert 4 == json.loads(run.JSON_PATH.read_text())["crowds"][0]["clients"]
    assert ([], False) == (kept, (tmp_path / "load.json").exists())


def test_kept_figures_go_into_the_readme(
    kept: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are a report like those of the models."""
    measuring(monkeypatch, OK)

    main(["--quick", "--keep"])

    assert run.JSON_PATH.read_text() == (tmp_path / "load.json").read_text()
    assert ["README"] == kept


@pytest.mark.parametrize(("options", "status"), [([], 0), (["--strict"], 1)])
@pytest.mark.usefixtures("kept")
def test_only_strict_fails(
    options: list[str],
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What was missed is said in any case."""
    measuring(monkeypatch, [*OK, Reply(0, 9.0)])

    assert status == main(["--quick", *options])
    assert "svm, 4 clients: 1 lost" in capsys.readouterr().out
