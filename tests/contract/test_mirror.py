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
    "*/constants.py": "numbers; their use is tested where they are used",
    "*/errors.py": "names of what goes wrong; each is tested where it is raised",
    "frontend/texts/*.py": "texts; test_assets.py and mypy see that both languages have each",
    "beat_service/catalogue/tables.py": "test_database.py makes them in both databases",
    "beat_service/catalogue/migrations/*.py": "test_database.py walks them in both",
}
# Tests of what several modules do together.
SCENARIOS = {
    "*/test_refusals.py": "every route that takes a song, against the one table of refusals",
    "beat_service/recommendation/test_genre_prior.py": "the app with a genre service beside it",
    "training/genre/test_export.py": "the exported graphs of both models against the trained ones",
}
# Written on other branches at this moment: whoever merges the last of them deletes this table.
STILL_MISSING = {
    "music_genre/audio": "onnx_graph warm_up",
    "music_genre/webapi": (
        "arithmetic_body beat_body body connection json_upload limits messages metrics vgg19_body"
    ),
    "music_genre/webapi/fastapi": "app openapi server upload",
    "music_genre/webapi/flask": "app development genre_app genre_routes server",
    "svm_service": "app model",
    "vgg19_service": (
        "app evidence explanation explanation_body features head importance_picture model "
        "peaks spectrogram_body"
    ),
    "beat_service/analysis": (
        "analysed_patterns beat_tracking body chroma energy key known_answers onsets "
        "pattern_match rhythm tempo tempogram"
    ),
    "beat_service/catalogue": (
        "admin_token analysis body description form sound upload wav_response"
    ),
    "beat_service/drums": "hits kits voices",
    "beat_service": "precompile routes",
    "beat_service/recommendation": "body fit ranking",
    "frontend/answers": "api_body recommendation",
    "frontend": "app",
    "frontend/routes": "openapi",
    "training/data": "groove sources",
    "training/evaluation": "pictures",
    "training/genre": (
        "band_machines card crossvalidate durations ensemble explainable "
        "quantization_cost quantize robustness svm vgg19"
    ),
    "training/playing": "drum_bank sound_fonts",
    "training/styles": "card evaluation examples mixed_examples pictures",
    "training/tempo_key": "evaluate held_out librosa_baseline row_network",
    "training": "train",
    "tools": "lesson_pictures processes signals",
    "benchmarks": "agreement budgets load memory plan report_svm report_vgg19 stages starts",
    "deploy/fresh": "answers newcomer readme_commands taken_ports terminal",
    "deploy": "healthcheck image_sizes lock_requirements locked_wheels run_local",
}


MODULES = [
    path.relative_to(ROOT).as_posix() for package in PACKAGES for path in package_to_files(package)
]
TESTS = {path.relative_to(UNIT).as_posix() for path in UNIT.rglob("test_*.py")}
MISSING = {
    f"{folder}/{name}.py" for folder, names in STILL_MISSING.items() for name in names.split()
}


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
    assert set() == UNTESTED - matched(UNTESTED, EXEMPT) - MISSING


def test_every_test_has_its_module() -> None:
    """A test is named after the module beside it, or is a scenario."""
    assert set() == ELSEWHERE - matched(ELSEWHERE, SCENARIOS)


def test_no_reason_is_out_of_date() -> None:
    """Each exemption, missing test and scenario is one."""
    assert [] == [pattern for pattern in EXEMPT if not matched(UNTESTED, [pattern])]
    assert [] == [pattern for pattern in SCENARIOS if not matched(ELSEWHERE, [pattern])]
    assert set() == MISSING - (UNTESTED - matched(UNTESTED, EXEMPT))


def test_what_makes_a_package_is_empty() -> None:
    """No `__init__.py` holds anything that could be wrong."""
    made = [module for module in MODULES if module.endswith("/__init__.py")]

    assert [] == [module for module in made if ast.parse((ROOT / module).read_text()).body]
