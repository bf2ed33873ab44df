"""The package that this program came with."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

PACKAGE: Final = "music-genre-classifier"
CHECKOUT: Final = Path(__file__).parents[1] / "pyproject.toml"


def package_version() -> str:
    """Read the package's version: of what is installed, or of the checkout that runs."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        told = tomllib.loads(CHECKOUT.read_text(encoding="utf-8"))
        return str(told["project"]["version"])
