"""The services' OpenAPI documents, as a generator of TypeScript clients reads them."""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import requests
from needs import cannot_run

from deploy.services import SERVICES
from tools.processes import ROOT, Services

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
DISCO = ROOT / "frontend" / "static" / "examples" / "disco.mp3"
PROGRAM = ("program.ts", "main.ts")
GUIDE = (ROOT / "docs" / "integrations.md").read_text()
# JSON that is kept and passed on as it is; nothing else may be of any type.
OPEN = {"pattern", "traits", "beat"}


@pytest.fixture(scope="module")
def documents(services: Services) -> dict[str, dict[str, Any]]:
    """Ask the real services for their documents, by package."""
    urls = asdict(services)
    return {
        package: requests.get(
            f"{urls[package.removesuffix('_service')]}/openapi.json", timeout=30
        ).json()
        for package in SERVICES
    }


@pytest.fixture(scope="module")
def folder(documents: dict[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate the types of every document beside the program."""
    if not MODULES.is_dir():
        cannot_run("npm ci in tests/openapi")
    folder = tmp_path_factory.mktemp("client")
    (folder / "node_modules").symlink_to(MODULES)
    (folder / "package.json").write_text('{"type": "module"}')
    for name in ("tsconfig.json", *PROGRAM):
        (folder / name).write_text((HERE / name).read_text())
    for package, document in documents.items():
        (folder / f"{package}.json").write_text(json.dumps(document))
        types = folder / f"{package}.ts"
        done = run("node", HERE / "generate.mjs", folder / f"{package}.json", types, cwd=HERE)
        assert "" == done.stdout + done.stderr
    return folder


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    return subprocess.run(arguments, cwd=cwd, capture_output=True, text=True, check=False)


def test_a_strict_program_compiles_and_runs(folder: Path, services: Services) -> None:
    """It uses all four documents' types, and what the services say is what the types promise."""
    compiled = run(MODULES / ".bin" / "tsc", "--project", folder, cwd=folder)
    assert "" == compiled.stdout

    done = run("node", "main.js", DISCO, json.dumps(asdict(services)), cwd=folder)

    assert 0 == done.returncode, done.stderr
    assert [
        "disco disco 1",
        "svm true",
        "1706",
        "pop true true",
        "true true",
        "Afro true",
        "unknown_beat",
        *["ok"] * len(SERVICES),
    ] == json.loads(done.stdout)


def test_the_guide_is_right(folder: Path) -> None:
    """What `docs/integrations.md` says to write compiles, and its generator is ours."""
    (generator,) = re.findall(r"```js\n// generate\.mjs.*?\n(.*?)```", GUIDE, re.DOTALL)
    (program,) = re.findall(r"```ts\n(.*?)```", GUIDE, re.DOTALL)
    compiler: list[str | Path] = [MODULES / ".bin" / "tsc", "--project", folder, "--noEmit"]
    (folder / "guide.ts").write_text(
        "declare const song: Blob;\n" + program.replace("./api.js", "./frontend.js")
    )

    assert (HERE / "generate.mjs").read_text().endswith(generator)
    assert "" == run(*compiler, cwd=folder).stdout


@pytest.mark.parametrize("package", SERVICES)
def test_nothing_is_unknown(folder: Path, package: str) -> None:
    """Every answer and member has a type; headers, which are always open, aside."""
    lines = (folder / f"{package}.ts").read_text().splitlines()

    loose = [n for n, line in enumerate(lines) if re.search(r":.*\b(unknown|any)\b", line)]
    code = [n for n in loose if not lines[n].lstrip().startswith(("*", "/*", "[name: string]"))]
    named = [re.sub(r"\W.*", "", lines[n - 1].strip()) for n in code]
    assert [] == [name for name in named if name not in OPEN]


@pytest.mark.parametrize("package", SERVICES)
def test_every_body_has_a_schema(documents: dict[str, dict[str, Any]], package: str) -> None:
    """An answer of 200 has a body, and a body has a schema."""
    missing = [
        f"{method} {path}: {status} {kind}"
        for method, path, status, answer in answers_of(documents[package])
        for kind, media in answer.get("content", {}).items() or [("", {})]
        if (kind or status == "200") and not media.get("schema")
    ]
    assert [] == missing


def answers_of(document: dict[str, Any]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """List every answer of every operation: method, path, status, answer."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for status, answer in operation["responses"].items():
                yield method, path, status, answer
