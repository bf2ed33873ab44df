"""The table of image sizes, with an engine that has images of known sizes."""

import json
import subprocess
from pathlib import Path

import pytest

from deploy.image_sizes import BASE, BUDGETS, image_to_megabytes, main

BASE_MB = 130
ENGINE = """#!/bin/sh
[ "$1 $2" = "image inspect" ] || exit 2
cat "$(dirname "$0")/$(echo "$3" | tr '/:' '__').json"
"""


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a `docker` first on the path that knows the images whose files lie beside it."""
    docker = tmp_path / "docker"
    docker.write_text(ENGINE)
    docker.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    return tmp_path


def add_image(engine: Path, image: str, size_mb: float) -> None:
    """Let the engine have an image."""
    file = engine / f"{image.replace('/', '_').replace(':', '_')}.json"
    file.write_text(json.dumps([{"Size": int(size_mb * 1_000_000)}]))


def test_size_of_an_image(engine: Path) -> None:
    """A megabyte is a million bytes, as engines print them."""
    add_image(engine, "some/image:latest", 12.5)

    assert 12.5 == image_to_megabytes("some/image:latest")


@pytest.mark.usefixtures("engine")
def test_image_that_is_not_there() -> None:
    """An image that was not built is a failure, not an image of no size."""
    with pytest.raises(subprocess.CalledProcessError):
        image_to_megabytes("some/other:latest")


@pytest.mark.parametrize(("over_mb", "status"), [(0, 0), (1, 1)])
def test_budget_at_the_edge(
    engine: Path, over_mb: int, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """An image of exactly its budget on top of the base passes; a megabyte more is told."""
    add_image(engine, BASE, BASE_MB)
    for budget in BUDGETS:
        add_image(engine, budget.image, BASE_MB + budget.most_mb)
    add_image(engine, BUDGETS[-1].image, BASE_MB + BUDGETS[-1].most_mb + over_mb)

    assert status == main()

    table = capsys.readouterr().out
    rows = [line for line in table.splitlines() if line.startswith("devops-app/")]
    assert [budget.image for budget in BUDGETS] == [row.split()[0] for row in rows]
    assert f"base {BASE}: 130 MB" in table
    assert [False] * (len(rows) - 1) + [bool(over_mb)] == ["TOO LARGE" in row for row in rows]
