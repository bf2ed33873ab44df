"""Programs that a test puts in the place of those of the machine."""

import os
from pathlib import Path

import pytest


def put_program(folder: Path, name: str, lines: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write a shell script that is found before any program of its name."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
