"""The list of what ships, as auditors read it."""

import json
from hashlib import sha256
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from deploy.shipping.components import Component, Part
from deploy.shipping.sbom import components_to_sbom
from deploy.shipping.terms import Data

COMPONENTS = [
    Component(
        "av", "18.1.0", "BSD-3-Clause", (Part("libgmp", "LGPL-3.0-or-later OR GPL-2.0-only"),)
    )
]
MODEL = Data("ears", ("ears.onnx",), "ISC", "Somebody")


def listed(folder: Path) -> str:
    """Write the list of a product with a package and a model."""
    (folder / "ears.onnx").write_bytes(b"heard")
    return components_to_sbom("ours", "1.2.0", COMPONENTS, {"ears.onnx": MODEL}, folder)


def test_valid(tmp_path: Path) -> None:
    """It is as CycloneDX's own schema asks."""
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(listed(tmp_path)) is None


def test_content(tmp_path: Path) -> None:
    """It has the product, its packages with what they bring along, and models by their hash."""
    document = json.loads(listed(tmp_path))

    product = document["metadata"]["component"]
    assert ("ours", "1.2.0") == (product["name"], product["version"])
    model, package = sorted(document["components"], key=lambda one: str(one["bom-ref"]))
    assert "machine-learning-model" == model["type"]
    assert sha256(b"heard").hexdigest() == model["hashes"][0]["content"]
    assert ("pkg:pypi/av@18.1.0", "BSD-3-Clause") == (
        package["purl"],
        package["licenses"][0]["license"]["id"],
    )
    (part,) = package["components"]
    assert "LGPL-3.0-or-later OR GPL-2.0-only" == part["licenses"][0]["expression"]


def test_same_text(tmp_path: Path) -> None:
    """Of the same it is the same, byte for byte."""
    assert listed(tmp_path) == listed(tmp_path)
