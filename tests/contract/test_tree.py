"""Conventions of the tree: required files, small modules, clean locks, documentation."""

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest

from beat_service.database import DatabaseSettings
from frontend.app import app as frontend
from frontend.settings import Settings as FrontendSettings
from svm_service.app import app as svm
from svm_service.settings import Settings as SvmSettings
from training.settings import TrainingSettings
from vgg19_service.app import app as vgg19
from vgg19_service.settings import Settings as Vgg19Settings

ROOT = Path(__file__).parents[2]
SERVICES = ("svm_service", "vgg19_service")
LONGEST_FILE_LINES = 300
LARGEST_MODEL_BYTES = 25 * 2**20
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "core.py", "common.py"}


def tracked() -> list[Path]:
    """Every file that git knows."""
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
    """No tracked file is larger than 25 MiB."""
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
    """`docs/settings.md` names every setting of every service, with its default."""
    text = (ROOT / "docs" / "settings.md").read_text()
    for kind in (SvmSettings, Vgg19Settings, FrontendSettings, DatabaseSettings, TrainingSettings):
        for name in kind.model_fields:
            assert f"`{name.upper()}`" in text, name


@pytest.mark.parametrize("app", [svm, vgg19, frontend], ids=["svm", "vgg19", "frontend"])
def test_every_route_is_documented(app: object) -> None:
    """`docs/api.md` names every route."""
    text = (ROOT / "docs" / "api.md").read_text()
    rules = {rule.rule for rule in app.url_map.iter_rules()}  # type: ignore[attr-defined]

    assert {rule for rule in rules if "<" not in rule and f"`{rule}`" not in text} == set()


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
    """Accuracies in the README are those of `training/reports/folds.json`."""
    report = json.loads((ROOT / "training" / "reports" / "folds.json").read_text())
    readme = (ROOT / "README.md").read_text()
    for name, measures in report.items():
        low, high = measures["accuracy_95"]
        row = f"{measures['accuracy']:.1%} ({low:.1%} – {high:.1%})"
        assert row in readme, name


def test_readme_robustness_is_the_reports() -> None:
    """So are the figures for codecs, noise and excerpts."""
    report = json.loads((ROOT / "training" / "reports" / "robustness.json").read_text())
    readme = (ROOT / "README.md").read_text()
    for variant, svm_row in report["svm"].items():
        vgg19_row = report["vgg19"][variant]
        row = f"| {variant} | {svm_row['accuracy']:.1%} | {vgg19_row['accuracy']:.1%} |"
        assert row in readme, variant


def test_explanation_figures_are_the_reports() -> None:
    """Areas in `docs/experiments.md` are those of `training/reports/explanations.json`."""
    report = json.loads((ROOT / "training" / "reports" / "explanations.json").read_text())
    experiments = (ROOT / "docs" / "experiments.md").read_text()
    for name, deleted in report["deletion"]["area"].items():
        row = f"| {name} | {deleted:.3f} | {report['insertion']['area'][name]:.3f} |"
        assert row in experiments, name


def test_make_help_names_every_command() -> None:
    """Every target that a person may call is listed by `make help`."""
    makefile = (ROOT / "Makefile").read_text()
    phony = set(re.findall(r"^\.PHONY: (\S+)", makefile, re.MULTILINE))
    described = set(re.findall(r"^([a-z0-9-]+):.*## ", makefile, re.MULTILINE))

    assert phony == described
