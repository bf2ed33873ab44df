"""All services as one benchmark's processes: who is told of whom."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks.processes import together
from deploy.services import BEAT, FRONTEND, SERVICES, SVM


def test_services_know_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page knows all the others, and the beats the SVM, as with `make run`."""
    told: dict[str, dict[str, str]] = {}

    @contextmanager
    def running_service(package: str, folder: Path, **settings: str) -> Iterator[SimpleNamespace]:
        assert tmp_path == folder
        told[package] = settings
        yield SimpleNamespace(url=f"http://{package}")

    monkeypatch.setattr(together, "running_service", running_service)
    with together.running(tmp_path) as services:
        assert list(SERVICES) == list(services)

    assert {"GENRE_URL": "http://svm_service"} == told[BEAT.package]
    assert {} == told[SVM.package]
    assert {
        "SVM_URL": "http://svm_service",
        "VGG19_URL": "http://vgg19_service",
        "BEAT_URL": "http://beat_service",
    } == told[FRONTEND.package]
