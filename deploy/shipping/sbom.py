"""What ships as a bill of materials (SBOM) in CycloneDX's JSON, for whoever has to audit it."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.bom_ref import BomRef
from cyclonedx.model.component import Component as Listed
from cyclonedx.model.component import ComponentType
from cyclonedx.model.contact import OrganizationalContact
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from deploy.shipping.components import Component, Part
from deploy.shipping.terms import Data

OURS: Final = "MIT"
LICENCES: Final = LicenseFactory()


def components_to_sbom(
    name: str, version: str, components: Iterable[Component], files: Mapping[str, Data], root: Path
) -> str:
    """Write the document: packages, what is bundled in them, and files within `root` that are data.

    It has no time, and a number made of its content, so that the same input is the same text.
    """
    bom = Bom(serial_number=UUID(int=0))
    bom.metadata.timestamp = None  # type: ignore[assignment]  # CycloneDX asks for none
    bom.metadata.component = Listed(
        name=name,
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref=BomRef(name),
        licenses=[LICENCES.make_from_string(OURS)],
    )
    bom.components.update(_package(component) for component in components)
    bom.components.update(_file(data, file, root) for file, data in files.items())
    bom.register_dependency(bom.metadata.component, bom.components)
    bom.serial_number = uuid5(NAMESPACE_OID, JsonV1Dot6(bom).output_as_string())
    return JsonV1Dot6(bom).output_as_string(indent=1)


def _package(component: Component) -> Listed:
    purl = PackageURL("pypi", name=component.name, version=component.version)
    return Listed(
        name=component.name,
        version=component.version,
        type=ComponentType.LIBRARY,
        purl=purl,
        bom_ref=BomRef(str(purl)),
        licenses=[LICENCES.make_from_string(component.licence)],
        components=[_part(part, str(purl)) for part in component.parts],
    )


def _part(part: Part, within: str) -> Listed:
    return Listed(
        name=part.name,
        type=ComponentType.LIBRARY,
        bom_ref=BomRef(f"{within}#{part.name}"),
        licenses=[LICENCES.make_from_string(part.licence)],
    )


def _file(data: Data, file: str, root: Path) -> Listed:
    path = root / file
    is_model = path.suffix == ".onnx"
    return Listed(
        name=file,
        type=ComponentType.MACHINE_LEARNING_MODEL if is_model else ComponentType.FILE,
        bom_ref=BomRef(file),
        description=data.name,
        authors=[OrganizationalContact(name=data.by)],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sha256(path.read_bytes()).hexdigest())],
        licenses=[LICENCES.make_from_string(data.licence)],
    )
