"""Who may import whom: numbers without web, web without numbers."""

import ast
from pathlib import Path

import pytest

from music_genre.audio.constants import SAMPLE_RATE_HZ

ROOT = Path(__file__).parents[2]
SERVICES = {"svm_service", "vgg19_service", "beat_service", "frontend"}
AUDIO, WEBAPI = "music_genre/audio", "music_genre/webapi"
TRANSLATIONS = "music_genre/translations"
ASKING, CLIENT = "music_genre/asking", "music_genre/client"
OURS = {
    AUDIO,
    WEBAPI,
    TRANSLATIONS,
    ASKING,
    CLIENT,
    "training",
    "tools",
    "benchmarks",
    "deploy",
    "genre_cli",
    "beetsplug",
    "tests",
} | SERVICES
MAY_IMPORT = {
    AUDIO: set(),
    TRANSLATIONS: set(),
    WEBAPI: {TRANSLATIONS},
    ASKING: {WEBAPI, TRANSLATIONS},
    f"{CLIENT}.py": {ASKING, WEBAPI, TRANSLATIONS},
    "svm_service": {AUDIO, WEBAPI},
    "vgg19_service": {AUDIO, WEBAPI},
    "beat_service": {AUDIO, WEBAPI, TRANSLATIONS},
    "frontend": {WEBAPI, TRANSLATIONS},
    "training": {AUDIO} | SERVICES,
    "tools": {AUDIO, WEBAPI, TRANSLATIONS, "training", "deploy", "genre_cli"} | SERVICES,
    "benchmarks": {AUDIO, WEBAPI, "deploy", "training", "tools"} | SERVICES,
    "deploy": {WEBAPI} | SERVICES,
    "beetsplug": {WEBAPI, "genre_cli"},
    "genre_cli": {AUDIO, WEBAPI, TRANSLATIONS, CLIENT, "deploy"} | SERVICES,
}
NEVER = {
    AUDIO: {"flask", "werkzeug", "librosa", "sklearn", "tensorflow", "keras"},
    WEBAPI: {"numpy", "scipy", "soundfile", "onnxruntime"},
    ASKING: {"numpy", "requests", "flask", "fastapi"},
    f"{CLIENT}.py": {"numpy", "requests", "flask", "fastapi"},
    "svm_service": {"librosa", "sklearn", "tensorflow", "keras", "numba", "pickle"},
    "vgg19_service": {"librosa", "sklearn", "tensorflow", "keras", "numba", "pickle"},
    "frontend": {"numpy", "scipy", "soundfile", "onnxruntime", "librosa"},
    "beat_service": {"flask", "werkzeug", "sklearn", "tensorflow", "keras", "pickle"},
    "training": {"flask", "librosa", "pickle"},
}
ALLOWED = {
    "librosa_baseline.py": {"librosa"},  # the yardstick of tempo and key, not a feature of ours
}
NO_NUMBERS_IN = [
    WEBAPI,
    "frontend",
    "svm_service/app.py",
    "vgg19_service/app.py",
    "beat_service/app.py",
    "beat_service/routes.py",
    "beat_service/catalogue/routes.py",
]
NUMBERS = {"numpy", "scipy"}


def imported(path: Path) -> set[str]:
    """Find the packages that a file imports anywhere in it; of what all share, which part."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name_to_package(alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(name_to_package(f"{node.module}.{node.names[0].name}"))
    return found


def name_to_package(name: str) -> str:
    """Turn `music_genre.audio.mel` into `music_genre/audio`, `flask.json` into `flask`."""
    parts = name.split(".")
    return "/".join(parts[: 2 if parts[0] == "music_genre" else 1])


def sources(place: str) -> list[Path]:
    """List the Python files of a package, without its tests, or one file."""
    path = ROOT / place
    if path.suffix:
        return [path]
    return [file for file in path.rglob("*.py") if "tests" not in file.parts]


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_directions(package: str) -> None:
    """A package imports only those of ours that it may."""
    for path in sources(package):
        assert imported(path) & OURS <= MAY_IMPORT[package] | {package}, path.name


@pytest.mark.parametrize("package", NEVER)
def test_libraries(package: str) -> None:
    """Training libraries stay out of services, numbers out of the web, the web out of numbers."""
    assert sources(package)
    for path in sources(package):
        assert not imported(path) & NEVER[package] - ALLOWED.get(path.name, set()), path.name


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_are_absolute(package: str) -> None:
    """A relative import would go unseen by the tests of directions."""
    for path in sources(package):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        assert not any(isinstance(node, ast.ImportFrom) and node.level for node in nodes), path


def test_beat_service_is_without_flask() -> None:
    """What the beat service takes from `webapi` needs neither Flask nor Werkzeug."""
    for path in sources(WEBAPI):
        if path.parent.name != "flask":
            assert not imported(path) & {"flask", "werkzeug"}, path.name


@pytest.mark.parametrize("place", NO_NUMBERS_IN)
def test_views_do_no_numbers(place: str) -> None:
    """Views read, ask and answer; they do not compute."""
    for path in sources(place):
        assert not imported(path) & NUMBERS, path.name


def test_rate_stands_once() -> None:
    """The project's sample rate is written in `music_genre/audio/constants.py` and nowhere else."""
    places = [package for package in MAY_IMPORT if package != AUDIO]
    files = [*(ROOT / AUDIO).glob("*.py"), *(file for place in places for file in sources(place))]
    found = [
        path.relative_to(ROOT).as_posix()
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value == SAMPLE_RATE_HZ
    ]

    assert ["music_genre/audio/constants.py"] == found
