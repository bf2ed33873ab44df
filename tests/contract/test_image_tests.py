"""What the tests of the front end take from elsewhere is in their image, and texts in every one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests" / "unit" / "frontend"
DOCKERFILE = (ROOT / "frontend" / "Dockerfile").read_text().split("AS test")[1]
PLACES = (ROOT / "tests", ROOT)  # of modules, as `pythonpath` has them
COPIED_WHOLE = (
    *("music_genre/translations/", "music_genre/webapi/"),
    *("frontend/", "tests/unit/frontend/"),
)


def file_to_imports(file: Path) -> Iterator[Path]:
    """Yield the files of ours that a file imports."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            for place in PLACES:
                path = place / f"{node.module.replace('.', '/')}.py"
                if path.exists():
                    yield path


def needed_files() -> set[str]:
    """Walk from the tests to all files outside the image's own folders, relative to the root."""
    found: set[str] = set()
    left = list(TESTS.rglob("*.py"))
    while left:
        for path in file_to_imports(left.pop()):
            name = path.relative_to(ROOT).as_posix()
            if name not in found and not name.startswith(COPIED_WHOLE):
                found.add(name)
                left.append(path)
    return found


def test_everything_is_copied() -> None:
    """Each file that the tests need is let through to the engine and copied."""
    let_through = (ROOT / ".dockerignore").read_text().splitlines()

    needed = needed_files()

    assert {"tests/fake_services.py", "tools/processes.py", "deploy/services.py"} <= needed
    assert [] == sorted(name for name in needed if f" {name} " not in DOCKERFILE)
    assert [] == sorted(name for name in needed if f"!{name}" not in let_through)


@pytest.mark.parametrize("service", ["svm_service", "vgg19_service", "beat_service", "frontend"])
def test_translations_are_in_the_image(service: str) -> None:
    """Each image has the compiled catalogues, and leaves out what only translators read."""
    production = (ROOT / service / "Dockerfile").read_text().split("AS test")[0]
    copied = set(re.findall(r"^COPY (music_genre\S*) \./\1$", production, re.MULTILINE))
    ignored = (ROOT / ".dockerignore").read_text().splitlines()

    assert copied & {"music_genre", "music_genre/translations"}
    assert ["!music_genre/**", "music_genre/translations/*.po"] == [
        line for line in ignored if "music_genre" in line
    ]
