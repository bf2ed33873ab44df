"""Requests that confused services like these, each with what is right, against all four."""

import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from tools.processes import Services

NAME: Final = "http_cases"
N_CASES: Final = 30


@pytest.fixture(scope="module")
def http_cases(cases_dir: Path) -> Iterator[ModuleType]:
    """Load the cases with their sender."""
    spec = spec_from_file_location(NAME, cases_dir / f"{NAME}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[NAME] = module  # its dataclasses look for it there
    spec.loader.exec_module(module)
    yield module
    del sys.modules[NAME]


def test_every_case_is_right(http_cases: ModuleType, services: Services) -> None:
    """What is right of each request is a function of all the services' replies."""
    urls = {"front": services.frontend} | {
        name: getattr(services, name) for name in ("svm", "vgg19", "beat")
    }
    wrong = []
    for name, case in http_cases.HTTP_CASES.items():
        request = case.request()
        replies = {s: http_cases.send(request, s, urls[s]) for s in case.services}
        if not case.is_right(replies):
            wrong.append(f"{name}: {http_cases.replies_to_words(replies)}; right: {case.right}")

    assert [] == wrong
    assert len(http_cases.HTTP_CASES) >= N_CASES
