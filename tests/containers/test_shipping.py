"""The images hold what the lists of what ships say, and nothing else."""

import json

import pytest
from containers.engine import docker

from deploy.shipping.components import is_needed, lock_to_requirements
from deploy.shipping.products import PACKAGES, PRODUCTS, ROOT, Product

# Those that `make up` starts; the image of archives is made by the same lines.
IMAGES = [product for product in PRODUCTS if product.folders in {(one,) for one in PACKAGES}]
INSTALLED = """
import importlib.metadata, json
found = importlib.metadata.distributions()
print(json.dumps({one.metadata["Name"].lower().replace("_", "-"): one.version for one in found}))
"""


@pytest.mark.parametrize("product", IMAGES, ids=[product.name for product in IMAGES])
def test_installed(product: Product) -> None:
    """An image has each package that is listed for it, in that version, and no other."""
    image = f"devops-app/{product.name}:latest"
    installed = json.loads(docker("run", "--rm", image, "/venv/bin/python", "-c", INSTALLED))

    assert installed == {
        requirement.name: str(requirement.specifier).removeprefix("==")
        for requirement in lock_to_requirements((ROOT / product.lock).read_text())
        if is_needed(requirement, product.machine)
    }
