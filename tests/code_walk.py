"""Which files of code there are, and which of them a file needs, found by walking its imports."""

import ast
import importlib
from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = (
    "music_genre",
    "svm_service",
    "vgg19_service",
    "beat_service",
    "frontend",
    "training",
    "tools",
    "benchmarks",
    "deploy",
    "genre_cli",
    "beetsplug",
)
FOLLOWED = ("music_genre.", "svm_service.", "beat_service.", "training.")
WATCHING = {"music_genre.stages"}


def package_to_files(package: str) -> list[Path]:
    """List the Python files of a package, without its tests."""
    return [path for path in sorted((ROOT / package).rglob("*.py")) if "tests" not in path.parts]


def file_to_sources(path: Path, without: Collection[str] = ()) -> set[Path]:
    """Find the file and all of our files that it needs, but those reached `without` modules.

    What only looks how long a stage takes is none of them: it makes nothing.
    """
    found: set[Path] = set()
    left = [path]
    while left:
        file = left.pop()
        if file in found:
            continue
        found.add(file)
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(FOLLOWED):
                names = {_module(str(node.module), alias.name) for alias in node.names}
                modules = [importlib.import_module(name) for name in names - {*without, *WATCHING}]
                left += [Path(str(module.__file__)) for module in modules]
    return found


def _module(package: str, name: str) -> str:
    """Tell `from package import module` from `from module import name`."""
    inside = f"{package}.{name}"
    is_package = hasattr(importlib.import_module(package), "__path__")
    return inside if is_package and find_spec(inside) else package
