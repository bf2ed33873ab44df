"""The rooms of the house: how full a folder is, which way its arrows go, and that none go round."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from code_walk import PACKAGES, ROOT, package_to_files

MOST_FILES = 18
# Each folder may import from those named, and from files that lie flat in its package.
ARROWS = {
    "music_genre": {
        "audio": {"audio/decoding"},
        "audio/decoding": {"audio"},  # whose constants and errors are everybody's
        "translations": set(),
        "asking": {"webapi", "webapi/bodies", "translations"},
        "webapi": {
            *("webapi/gate", "webapi/logs", "webapi/sight", "webapi/texts", "translations"),
        },
        "webapi/sight": {"webapi", "webapi/logs"},
        "webapi/texts": {"translations"},
        "webapi/bodies": {"webapi"},
        "webapi/intake": {"webapi"},
        "webapi/gate": {"webapi"},  # whose settings read what the gate is told
        "webapi/logs": set(),
        "webapi/server": {
            *("webapi", "webapi/gate", "webapi/logs", "webapi/intake", "webapi/sight"),
            "translations",
        },
        "webapi/flask": {
            *("webapi", "webapi/intake", "webapi/logs", "webapi/server", "webapi/texts"),
            *("webapi/sight", "translations"),
        },
        "webapi/fastapi": {
            *("webapi", "webapi/intake", "webapi/logs", "webapi/server", "webapi/sight"),
            "translations",
        },
    },
    "beat_service": {
        "drums": set(),
        "styles": set(),
        "analysis": {"drums"},
        "catalogue": {"drums", "styles", "analysis"},
        "recommendation": {"styles", "analysis", "catalogue"},
        "songs": {"catalogue"},
    },
    "training": {
        "data": set(),
        "evaluation": set(),
        "playing": {"data"},
        "musicnn": {"data"},
        "genre": {"data", "evaluation", "musicnn"},
        "pulse": {"data", "evaluation", "playing"},
        "tempo_key": {"data", "evaluation", "playing", "genre"},
        "styles": {"data", "evaluation", "playing", "genre", "tempo_key"},
        "strangers": {"data", "playing"},
        "fast": {"data", "evaluation", "genre", "musicnn"},
    },
    "genre_cli": {
        "telling": set(),
        "answering": {"telling"},
        "library": {"telling", "answering"},
        "tags": {"telling", "library"},
        "review": {"telling", "library"},
        "assistants": {"telling", "answering", "library"},
        "notebook": {"telling", "answering"},
        "bulk": {"telling", "answering", "library"},
        "stats": {"telling", "library"},
        "commands": {
            *("telling", "answering", "library", "tags", "review", "stats", "assistants", "bulk"),
        },
    },
    "frontend": {
        "answers": set(),
        "texts": set(),
        "watching": {"answers"},
        "page": {"answers", "texts", "watching"},
        "routes": {"answers", "texts", "page", "watching"},
    },
}


def module_of(path: Path) -> str:
    """Return the dotted name of a file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for package in PACKAGES for path in package_to_files(package)}


def imports_of(path: Path, *, only_at_start: bool = False) -> Iterator[str]:
    """Find the modules of ours that a file imports, or those that it imports at its start."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if only_at_start else list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = {f"{node.module}.{alias.name}" for alias in node.names} & MODULES.keys()
            yield from inside or {node.module} & MODULES.keys()


def folder_of(path: Path, package: str) -> str:
    """Return the folder of a file inside its package; empty where it lies flat in it."""
    parent = path.relative_to(ROOT / package).parent.as_posix()
    return "" if parent == "." else parent


@pytest.mark.parametrize("package", [*PACKAGES, "tests"])
def test_no_folder_is_too_full(package: str) -> None:
    """A folder of Python files is one look."""
    folders = {path.parent for path in (ROOT / package).rglob("*.py")}

    full = {
        folder.relative_to(ROOT).as_posix(): n
        for folder in folders
        if (n := len(list(folder.glob("*.py")))) > MOST_FILES
    }
    assert {} == full


@pytest.mark.parametrize("package", ARROWS)
def test_arrows_go_one_way(package: str) -> None:
    """A folder imports only from the folders below it."""
    allowed = ARROWS[package]
    wrong = []
    for path in package_to_files(package):
        here = folder_of(path, package)
        for name in imports_of(path):
            if name.partition(".")[0] != package or here not in allowed:
                continue
            there = folder_of(MODULES[name], package)
            if there not in {"", here, *allowed[here]}:
                wrong.append(f"{module_of(path)} → {name}")
    assert [] == wrong


@pytest.mark.parametrize("package", ARROWS)
def test_every_folder_has_its_arrows(package: str) -> None:
    """A new folder of code is drawn in before it is used."""
    folders = {folder_of(path, package) for path in package_to_files(package)} - {""}

    assert ARROWS[package].keys() == {name for name in folders if "migrations" not in name}


def test_no_import_goes_round() -> None:
    """No module needs itself to be loaded."""
    needs = {
        name: set(imports_of(path, only_at_start=True)) - {name} for name, path in MODULES.items()
    }
    loaded: set[str] = set()
    while ready := {name for name in needs if name not in loaded and needs[name] <= loaded}:
        loaded |= ready
    assert set() == needs.keys() - loaded


def test_every_room_is_on_the_map() -> None:
    """Each folder of code has its line in `docs/architecture.md`, and no line leads nowhere."""
    text = (ROOT / "docs" / "architecture.md").read_text()
    named = set(re.findall(r"^\| `([\w/]+)` \|", text, re.MULTILINE))
    folders = {
        path.parent.relative_to(ROOT).as_posix() for p in PACKAGES for path in package_to_files(p)
    } - {
        "music_genre",
        "beat_service/catalogue/migrations/versions",
        "genre_cli/library/migrations/versions",
    }

    assert folders | {"tests"} == named


def test_files_on_the_map_are_there() -> None:
    """Every file that the map names is where it says."""
    text = (ROOT / "docs" / "architecture.md").read_text()

    named = set(re.findall(r"`((?:\w+/)+\w+\.py)`", text))
    assert len(named) > 30
    assert [] == sorted(name for name in named if not (ROOT / name).exists())
    bare = re.findall(r"`(\w+\.py)`", text)
    assert [] == sorted(set(bare) - {"test_bad_input.py"})


@pytest.mark.parametrize("route", ["POST /api/predict", "POST /recommend"])
def test_a_way_names_each_file_once(route: str) -> None:
    """Nobody is sent to and fro on the way of a song through a route."""
    text = (ROOT / "docs" / "architecture.md").read_text()
    (way,) = re.findall(rf"^## A song through `{route}`\n(.*?)^## ", text, re.DOTALL | re.MULTILINE)

    named = re.findall(r"`((?:\w+/)+\w+\.py)`", way)
    assert len(named) > 20
    assert [] == sorted({name for name in named if named.count(name) > 1})
