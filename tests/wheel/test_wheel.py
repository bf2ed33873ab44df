"""The wheel of `make wheel`: what is in it, and what it does where there is nothing else."""

import json
import signal
import subprocess
import sys
import time
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from needs import cannot_run

from deploy.services import SERVICES
from hatch_build import EXTRAS, GROUP, group_to_requirements
from music_genre.version import VERSION
from tools.processes import READY_WITHIN_S, ROOT, clean_environment, free_port

MOST_BYTES = 80 * 10**6
OURS = {"genre_cli", "music_genre", "beetsplug"}
DISCO = ROOT / "frontend" / "static" / "examples" / "disco.mp3"


@pytest.fixture(scope="session")
def wheel() -> Path:
    """Find the wheel that was built."""
    found = sorted((ROOT / "build" / "wheel").glob("*.whl"))
    return found[-1] if found else cannot_run("make wheel")


@pytest.fixture(scope="session")
def genre(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install it, with what is locked for it, into an empty environment; return the command."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    locked = ROOT / "requirements" / "cli.txt"
    subprocess.run([*pip, "install", "--require-hashes", "-r", str(locked)], check=True)
    subprocess.run([*pip, "install", "--no-deps", "--no-index", str(wheel)], check=True)
    subprocess.run([*pip, "check"], check=True)
    return folder / "bin" / "genre"


def run(genre: Path, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder of its own, without anything of the checkout."""
    environment = clean_environment(GENRE_HOME=str(cwd / "home"))
    del environment["PYTHONPATH"]
    return subprocess.run(
        [genre, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_names_are_ours(wheel: Path) -> None:
    """Nothing is installed on the top level that another package may be called."""
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}

    assert OURS == {top for top in tops if not top.endswith(".dist-info")}


def test_beets_keeps_its_namespace(wheel: Path) -> None:
    """In beets' own package there is our plugin alone, and nothing that would hide its plugins."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.startswith("beetsplug/")]

    assert ["beetsplug/musicgenre.py"] == names


def test_it_is_whole_and_nothing_more(wheel: Path) -> None:
    """The models are inside; tests, training, and what the page is built from are not."""
    assert wheel.stat().st_size < MOST_BYTES
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    services = "genre_cli/services"
    for model in ("svm_service/model", "vgg19_service/model", "beat_service/model"):
        assert f"{services}/{model}/model.onnx" in names
    assert not [n for n in names if "/tests/" in n or "training" in n or "/assets/" in n]
    deploy = {Path(name).name for name in names if name.startswith(f"{services}/deploy/")}
    assert {
        "ports.py",
        "ready.py",
        "run_local.py",
        "services.py",
        "supervisor.py",
        "tethered.py",
    } == deploy


def test_it_needs_what_the_group_lists(wheel: Path) -> None:
    """Its dependencies are those of the dependency group, unpinned; those of extras say so."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        metadata = message_from_bytes(archive.read(name))

    extras = {
        f"{requirement}; extra == '{extra}'"
        for extra in EXTRAS
        for requirement in group_to_requirements(groups, extra)
    }
    needed = {*metadata.get_all("Requires-Dist", [])}
    assert {*group_to_requirements(groups, GROUP)} | extras == needed


def test_who_imports_it_sees_no_service(genre: Path, tmp_path: Path) -> None:
    """The services' names stay free for others, also when the library is imported."""
    program = "import music_genre.audio.mel, frontend"

    done = subprocess.run(
        [genre.parent / "python", "-c", program],
        cwd=tmp_path,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "No module named 'frontend'" in done.stderr


def test_it_predicts_as_the_checkout_does(genre: Path, tmp_path: Path) -> None:
    """The same song has the same answer."""
    from genre_cli.answering.local import LocalAnswers

    done = run(genre, "predict", "--json", DISCO, cwd=tmp_path)

    assert 0 == done.returncode, done.stderr
    body = json.loads(done.stdout)
    assert str(DISCO) == body.pop("file")
    assert without_times(LocalAnswers("en").predict(DISCO.read_bytes())) == without_times(body)


def without_times(body: dict[str, Any]) -> dict[str, Any]:
    """Take away what is different every time."""
    return {
        name: {key: value for key, value in part.items() if key != "timing_ms"}
        if isinstance(part, dict)
        else part
        for name, part in json.loads(json.dumps(body)).items()
    }


def test_it_explains_and_hears_beats(genre: Path, tmp_path: Path) -> None:
    """The picture is written, and the catalogue of beats comes along."""
    explained = run(genre, "explain", DISCO, "-o", "why.png", cwd=tmp_path)
    beats = run(genre, "beats", "--json", ROOT / "data" / "sample.wav", cwd=tmp_path)

    assert (0, 0) == (explained.returncode, beats.returncode), explained.stderr + beats.stderr
    assert (tmp_path / "why.png").read_bytes().startswith(b"\x89PNG")
    assert "Afro" == json.loads(beats.stdout)["recommended_beat"]


def test_others_hear_by_it(genre: Path, tmp_path: Path) -> None:
    """`from music_genre import predict` finds the services inside, and the client asks without."""
    program = f"""
import os
from music_genre.client import Client
assert "beat_service" not in __import__("sys").modules
from music_genre import predict
print(predict({str(DISCO)!r}).genre, "PYTHONPATH" in os.environ)
"""
    environment = clean_environment(GENRE_HOME=str(tmp_path / "home"))
    del environment["PYTHONPATH"]

    done = subprocess.run(
        [genre.parent / "python", "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "disco False" == done.stdout.strip(), done.stderr


def test_what_assistants_need_is_an_extra(genre: Path, tmp_path: Path) -> None:
    """Without it the command says what to type."""
    done = run(genre, "mcp", "--allow", tmp_path, cwd=tmp_path)

    assert (3, "") == (done.returncode, done.stdout)
    assert "pip install 'music-genre-classifier[mcp]'" in done.stderr


def test_its_version_is_the_projects(genre: Path, tmp_path: Path) -> None:
    """`--version` says what is released, and so does the wheel's name."""
    (wheel,) = (ROOT / "build" / "wheel").glob("*.whl")

    assert f"-{VERSION}-" in wheel.name
    assert VERSION == run(genre, "--version", cwd=tmp_path).stdout.strip()


def test_it_serves(genre: Path, tmp_path: Path) -> None:
    """`genre serve` starts the services of the wheel, and `--server` asks them."""
    ports = {service.port_variable: str(free_port()) for service in SERVICES.values()}
    environment = clean_environment(GENRE_HOME=str(tmp_path / "home"), **ports)
    del environment["PYTHONPATH"]
    log = tmp_path / "log"
    with (
        log.open("wb") as written,
        subprocess.Popen(
            [genre, "serve"], cwd=tmp_path, env=environment, stdout=written, stderr=written
        ) as serving,
    ):
        try:
            deadline = time.monotonic() + READY_WITHIN_S
            while "Ready. Open" not in log.read_text():
                assert serving.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.2)
            url = f"http://127.0.0.1:{ports['PORT_FRONTEND']}"
            done = run(genre, "predict", "--server", url, DISCO, cwd=tmp_path)
        finally:
            serving.send_signal(signal.SIGINT)
            serving.wait(60)

    assert ["disco", "confident"] == done.stdout.split("\t")[1:3], done.stderr
    assert 0 == serving.returncode, log.read_text()
    assert (tmp_path / "home" / "beats.db").exists()
