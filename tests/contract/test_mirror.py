"""`tests/unit` mirrors the code: a test of its name in the same place for every module.

`music_genre/audio/mel.py` is tested by `tests/unit/music_genre/audio/test_mel.py`. What needs none,
and the tests that belong to no single module, stand here with their reasons.
"""

import ast
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

from code_walk import PACKAGES, ROOT, package_to_files

UNIT = ROOT / "tests" / "unit"

# Modules without a test of their name; `*` stands for folders too.
EXEMPT = {
    "*/__init__.py": "empty, which a test here looks at",
    "*/__main__.py": "starts a program; tests/live and the benchmarks run it as a process",
    "*/settings.py": "declarations; test_tree.py holds them to docs/settings.md",
    "music_genre/version.py": "a word; tests/contract/test_version.py looks where it is told",
    "*/asgi.py": "names of types; mypy looks at them",
    "*/constants.py": "numbers; their use is tested where they are used",
    "*/errors.py": "names of what goes wrong; each is tested where it is raised",
    "frontend/texts/*.py": "texts; test_assets.py and tools/test_translations.py look at them",
    "genre_cli/telling/review_texts.py": "texts; tools/test_translations.py looks at them",
    "genre_cli/telling/stats_texts.py": "texts; tools/test_translations.py looks at them",
    "genre_cli/telling/texts.py": "texts; tools/test_translations.py looks at them",
    "genre_cli/telling/usage_texts.py": "texts; tools/test_translations.py looks at them",
    "beat_service/catalogue/tables.py": "test_database.py makes them in both databases",
    "benchmarks/plan.py": "the list of what is measured; its parts have tests",
    "beat_service/catalogue/migrations/*.py": "test_database.py walks them in both",
    "genre_cli/library/tables.py": "test_songs.py holds them to the migrations",
    "genre_cli/library/migrations/*.py": "test_songs.py walks them",
}
# Tests of what several modules do together.
SCENARIOS = {
    "*/test_cases.py": "the shared cases that a service takes, against what is right for them",
    "beat_service/test_loops.py": "loops of every style, made by several synthesisers, over HTTP",
    "*/test_refusals.py": "every route that takes a song, against the one table of refusals",
}

DOOR = "music_genre/__init__.py"  # tests/unit/genre_cli/notebook/test_song.py goes through it

MODULES = [
    path.relative_to(ROOT).as_posix() for package in PACKAGES for path in package_to_files(package)
]
TESTS = {path.relative_to(UNIT).as_posix() for path in UNIT.rglob("test_*.py")}


def module_to_test(module: str) -> str:
    """Return where a module's test belongs, as a path from `tests/unit`."""
    path = Path(module)
    return path.with_name(f"test_{path.name}").as_posix()


def matched(names: Iterable[str], patterns: Iterable[str]) -> set[str]:
    """Return the names that fit one of the patterns."""
    return {name for name in names for pattern in patterns if fnmatch(name, pattern)}


UNTESTED = {module for module in MODULES if module_to_test(module) not in TESTS}
ELSEWHERE = TESTS - {module_to_test(module) for module in MODULES}


def test_every_module_has_a_test_of_its_name() -> None:
    """A module without a test in its place has a reason for it."""
    assert set() == UNTESTED - matched(UNTESTED, EXEMPT)


def test_every_test_has_its_module() -> None:
    """A test is named after the module beside it, or is a scenario."""
    assert set() == ELSEWHERE - matched(ELSEWHERE, SCENARIOS)


def test_no_reason_is_out_of_date() -> None:
    """Each exemption and each scenario is one."""
    assert [] == [pattern for pattern in EXEMPT if not matched(UNTESTED, [pattern])]
    assert [] == [pattern for pattern in SCENARIOS if not matched(ELSEWHERE, [pattern])]


def test_what_makes_a_package_is_empty() -> None:
    """No `__init__.py` holds anything that could be wrong, but the door that people come in by."""
    made = {module for module in MODULES if module.endswith("/__init__.py")} - {DOOR}

    assert [] == [module for module in made if ast.parse((ROOT / module).read_text()).body]
