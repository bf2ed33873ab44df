"""Conventions of the tree: required files, small modules, clean locks, documentation."""

import ast
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from flask_apps import service_to_app
from sqlalchemy import create_engine

from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.routes import beat_routes
from beat_service.catalogue.upload import BeatTraits
from beat_service.routes import upload_routes
from beat_service.settings import Settings as BeatSettings
from beat_service.songs.memory import SongMemory
from beat_service.songs.routes import song_routes
from frontend.settings import Settings as FrontendSettings
from music_genre.webapi.fastapi.openapi import routes_to_document
from svm_service.settings import Settings as SvmSettings
from training.settings import MODEL_DIRS, TrainingSettings
from training.tables import README, files_to_reports, text_with_tables
from vgg19_service.settings import Settings as Vgg19Settings

ROOT = Path(__file__).parents[2]
SERVICES = ("svm_service", "vgg19_service", "beat_service")
LONGEST_FILE_LINES = 300
LARGEST_MODEL_BYTES = 32 * 2**20
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "core.py", "common.py"}


def tracked() -> list[Path]:
    """List every file that git knows."""
    listed = subprocess.run(
        ["git", "ls-files"],  # noqa: S607  # git is on the PATH
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    "name",
    [
        "app.py",
        "requirements.txt",
        "model/model.onnx",
        "model/manifest.json",
        "model/MODEL_CARD.md",
    ],
)
def test_required_files(service: str, name: str) -> None:
    """What the report's tree asks of a service is there."""
    assert (ROOT / service / name).is_file()


def test_files_are_small() -> None:
    """No source file is longer than 300 lines, and none has a name that says nothing."""
    python = [path for path in tracked() if path.suffix == ".py"]

    assert not [p.name for p in python if len(p.read_text().splitlines()) > LONGEST_FILE_LINES]
    assert not {path.name for path in python} & FORBIDDEN_NAMES


def test_models_are_small() -> None:
    """No tracked file is larger than 32 MiB."""
    assert not [path.name for path in tracked() if path.stat().st_size > LARGEST_MODEL_BYTES]


def test_locks_name_no_index() -> None:
    """Locked requirements have hashes and no address."""
    locks = [path for path in tracked() if path.name == "requirements.txt"]
    locks += sorted((ROOT / "requirements").glob("*.txt"))

    assert len(locks) >= len(SERVICES) + 1
    for lock in locks:
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links", text), lock.name


def test_every_setting_is_documented() -> None:
    """`docs/settings.md` names every setting of every service, paths of ours with their default."""
    text = (ROOT / "docs" / "settings.md").read_text()
    for kind in (SvmSettings, Vgg19Settings, FrontendSettings, BeatSettings, TrainingSettings):
        for name, field in kind.model_fields.items():
            rows = re.findall(rf"^\|[^|]*`{name.upper()}`[^|]*\|([^|]*)\|", text, re.MULTILINE)
            assert rows, name
            default = field.default
            if isinstance(default, Path) and default.is_relative_to(ROOT) and name != "model_dir":
                assert any(default.relative_to(ROOT).as_posix() in row for row in rows), name


@pytest.mark.parametrize("service", ["svm_service", "vgg19_service", "frontend"])
def test_every_route_is_documented(service: str) -> None:
    """`docs/api.md` names every route."""
    text = (ROOT / "docs" / "api.md").read_text()
    rules = {rule.rule for rule in service_to_app(service).url_map.iter_rules()}

    assert {rule for rule in rules if "<" not in rule and f"`{rule}`" not in text} == set()


def test_every_route_of_the_beat_service_is_documented() -> None:
    """So does it those of the beat service."""
    text = (ROOT / "docs" / "api.md").read_text()

    def never_asked(*_: object) -> Any:
        raise NotImplementedError

    engine = create_engine("sqlite://")
    beats = beat_routes(BeatCatalogue(engine, lambda *_: BeatTraits(120)), 1)
    songs = song_routes(SongMemory(engine))
    uploads = upload_routes(never_asked, never_asked, BeatSettings())
    routes = [*uploads.routes, *beats.routes, *songs.routes]
    paths = routes_to_document("", routes)["paths"]

    assert {"/analyze", "/recommend", "/beats", "/livez"} < paths.keys()
    assert {path for path in paths if f"`{path}`" not in text} == set()


def test_every_test_says_what_it_shows() -> None:
    """Each test function has a docstring of one sentence or more."""
    silent = [
        f"{path.name}::{node.name}"
        for path in tracked()
        if path.suffix == ".py" and path.name.startswith("test_")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if not ast.get_docstring(node)
    ]

    assert [] == silent


def test_readme_figures_are_the_reports() -> None:
    """Every table of figures in the README is what the reports give."""
    readme = README.read_text()

    assert readme == text_with_tables(readme, files_to_reports())


@pytest.mark.parametrize("name", ["svm", "vgg19"])
def test_card_figures_are_the_reports(name: str) -> None:
    """The model cards have the accuracy and the calibration of the report."""
    measures = files_to_reports()["folds"][name]
    card = (MODEL_DIRS[name] / "MODEL_CARD.md").read_text()

    assert f"{measures['accuracy']:.1%}" in card
    assert f"| expected calibration error | {measures['ece']:.3f} |" in card


def test_explanation_figures_are_the_reports() -> None:
    """Areas in `docs/experiments.md` are those of `training/reports/explanations.json`."""
    report = files_to_reports()["explanations"]
    experiments = (ROOT / "docs" / "experiments.md").read_text()
    for name, deleted in report["deletion"]["area"].items():
        row = f"| {name} | {deleted:.3f} | {report['insertion']['area'][name]:.3f} |"
        assert row in experiments, name


def test_beat_figures_are_the_reports() -> None:
    """Tempo and key in `docs/analysis.md` are those of `training/reports/beats.json`."""
    report = json.loads((ROOT / "training" / "reports" / "beats.json").read_text())
    text = (ROOT / "docs" / "analysis.md").read_text()
    tempo, key = report["tempo"], report["key"]
    for name in ("ours", "librosa"):
        first, second = (tempo[name][a]["accuracy"] for a in ("accuracy_1", "accuracy_2"))
        assert f"| {name} | {first:.1%} | {second:.1%} |" in text, name
    for name in ("ours", "krumhansl"):
        row = f"| {name} | {key[name]['exact']['accuracy']:.1%} | {key[name]['mirex']:.3f} |"
        assert row in text, name


def test_make_help_names_every_command() -> None:
    """Every target that a person may call is listed by `make help`."""
    makefile = (ROOT / "Makefile").read_text()
    phony = set(re.findall(r"^\.PHONY: (\S+)", makefile, re.MULTILINE))
    described = set(re.findall(r"^([a-z0-9-]+):.*## ", makefile, re.MULTILINE))

    assert phony == described
