"""What is given to others: the package and each image, with what is locked for it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.locked_wheels import linux
from deploy.services import SERVICES

ROOT: Final = Path(__file__).parent.parent.parent
IMAGE_PYTHON: Final = "3.13"  # as the Dockerfiles say


@dataclass(frozen=True)
class Product:
    """Something that ships: its locked requirements, and the folders of ours that are in it."""

    name: str
    lock: str
    folders: tuple[str, ...]
    is_image: bool = True

    @property
    def machine(self) -> dict[str, str] | None:
        """What markers of requirements ask of the machine that it is for; None: it is for any."""
        return linux("x86_64").markers(IMAGE_PYTHON) if self.is_image else None


PACKAGES: Final = tuple(SERVICES)
PRODUCTS: Final = (
    Product("music-genre-classifier", "requirements/wheel.txt", PACKAGES, is_image=False),
    *(
        Product(package.replace("_", "-"), f"{package}/requirements.txt", (package,))
        for package in PACKAGES
    ),
    Product("bulk", "deploy/bulk/requirements.txt", PACKAGES),
)
