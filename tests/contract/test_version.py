"""The version stands once, and everything that tells one tells that."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from code_walk import ROOT
from flask_apps import service_to_app
from packaging.version import Version
from typer.testing import CliRunner

from deploy.services import SERVICES
from genre_cli.app import app
from music_genre.version import VERSION
from music_genre.webapi.health import LIVE_BODY
from music_genre.webapi.openapi import openapi_document

DOCKERFILES = [*(f"{package}/Dockerfile" for package in SERVICES), "deploy/bulk/Dockerfile"]


def test_it_is_a_version() -> None:
    """It is written as versions are (PEP 440), and as tags of images may be."""
    assert VERSION == str(Version(VERSION))
    assert re.fullmatch(r"\d+\.\d+\.\d+(rc\d+)?", VERSION)


def test_the_package_has_it() -> None:
    """The wheel's metadata are read from the same file; `pyproject.toml` has no version."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())

    assert "version" not in told["project"]
    assert "version" in told["project"]["dynamic"]
    assert "music_genre/version.py" == told["tool"]["hatch"]["version"]["path"]


def test_the_command_tells_it() -> None:
    """`genre --version` prints it alone."""
    assert VERSION == CliRunner().invoke(app, ["--version"]).stdout.strip()


@pytest.mark.parametrize("service", ["svm_service", "vgg19_service", "frontend"])
def test_services_tell_it(service: str) -> None:
    """`/livez` and the OpenAPI document have it."""
    client = service_to_app(service).test_client()

    assert VERSION == client.get("/livez").get_json()["version"]
    assert VERSION == client.get("/openapi.json").get_json()["info"]["version"]


def test_the_beat_service_tells_it() -> None:
    """So have its `/livez`, and its document, which is begun by the same function."""
    assert VERSION == openapi_document("Beats", {}, [])["info"]["version"]
    assert VERSION == LIVE_BODY["version"]


def test_images_are_labelled_with_it() -> None:
    """`make` reads it and gives it to every build, whose label is what is given."""
    made = subprocess.run(
        ["make", "--dry-run", "images", "image-bulk"],  # noqa: S607  # make is on the PATH
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    assert f"VERSION={VERSION} " in made
    assert f"--build-arg VERSION={VERSION} " in made
    assert all("VERSION" in compose[package]["build"]["args"] for package in SERVICES)
    for name in DOCKERFILES:
        text = (ROOT / name).read_text()
        assert text.index("ARG VERSION") < text.index('image.version="$VERSION"'), name


def test_it_stands_once() -> None:
    """No other file of the code assigns it."""
    listed = subprocess.run(
        ["git", "grep", "-lF", f'"{VERSION}"', "--", "*.py", "*.toml", "Makefile", "*Dockerfile"],  # noqa: S607  # git is on the PATH
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert [Path("music_genre/version.py")] == [Path(name) for name in listed]
