"""Where the services are found."""

import os
import sys
from pathlib import Path

import pytest

from genre_cli import services_path
from genre_cli.services_path import services_folder, use_services

ROOT = Path(__file__).parents[3]


def test_in_a_checkout_they_lie_beside_us() -> None:
    """The folder is the checkout's, where nothing is installed."""
    assert ROOT == services_folder()


def test_in_a_wheel_they_lie_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of the wheel is taken where it is there, by us and by whom we start."""
    inside = tmp_path / "genre_cli" / "services"
    inside.mkdir(parents=True)
    monkeypatch.setattr(services_path, "INSTALLED", inside)
    monkeypatch.setattr(services_path, "PACKAGE", inside.parent)
    monkeypatch.setattr(sys, "path", ["/others"])
    monkeypatch.setenv("PYTHONPATH", "/others")

    use_services()
    use_services()

    assert [str(inside), str(tmp_path), "/others"] == sys.path
    assert os.pathsep.join([str(inside), str(tmp_path), "/others"]) == os.environ["PYTHONPATH"]


def test_inside_another_program_only_we_find_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the other program starts hears nothing of our services."""
    monkeypatch.setattr(sys, "path", ["/others"])
    monkeypatch.setenv("PYTHONPATH", "/others")

    use_services(for_children=False)

    assert [str(ROOT), str(ROOT), "/others"] == sys.path
    assert "/others" == os.environ["PYTHONPATH"]
