"""The package that this program came with."""

from importlib.metadata import PackageNotFoundError, version
from typing import Final

PACKAGE: Final = "music-genre-classifier"
NOT_INSTALLED: Final = "not installed"


def package_version() -> str:
    """Read the package's version; a checkout may have none."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return NOT_INSTALLED
