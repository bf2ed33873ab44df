"""A file of locked requirements → what it installs, with licences and what is bundled.

Licences are read where they are declared: in the metadata of the installed package (`make test`
installs all that ships), or else in `allowed.toml`.
"""

import importlib.metadata
import re
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path
from typing import Final

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement

from deploy.shipping.terms import Terms

# `libx264-d6533a8d.so.165`: auditwheel puts a hash behind the name, sometimes twice.
SHARED_OBJECT: Final = re.compile(r"(.+?)(?:-[0-9a-f]{8})*\.so(?:\.|$)")
FIELDS: Final = ("License-Expression", "License")  # the first since PEP 639


@dataclass(frozen=True)
class Part:
    """A library of somebody else within a package, and its SPDX licence."""

    name: str
    licence: str


@dataclass(frozen=True)
class Component:
    """A package that ships, its SPDX licence, and what it brings along."""

    name: str
    version: str
    licence: str
    parts: tuple[Part, ...]


def lock_to_components(
    lock: Path, terms: Terms, machine: dict[str, str] | None = None
) -> list[Component]:
    """Read a file of locked requirements.

    `machine` has what markers ask of the one that it is for; None: for every machine there is.
    Raises `LookupError` where a licence is not known.
    """
    return [
        Component(
            requirement.name,
            str(requirement.specifier).removeprefix("=="),
            name_to_licence(requirement.name, terms),
            tuple(starmap(Part, terms.bundled.get(requirement.name, {}).items())),
        )
        for requirement in lock_to_requirements(lock.read_text(encoding="utf-8"))
        if is_needed(requirement, machine)
    ]


def lock_to_requirements(text: str) -> list[Requirement]:
    """Read each requirement of a lock, without its hashes."""
    lines = (line.partition("\\")[0].strip() for line in text.splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "--hash"))]


def is_needed(requirement: Requirement, machine: dict[str, str] | None) -> bool:
    """Tell whether a machine installs it; of None, whether any does."""
    marker = requirement.marker
    return marker is None or machine is None or marker.evaluate(machine)


def name_to_licence(name: str, terms: Terms) -> str:
    """Find a package's licence. Raises `LookupError` where nobody states it."""
    if licence := terms.stated.get(name):
        return licence
    try:
        metadata = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        raise LookupError(
            f"{name} is not installed here, and allowed.toml has no licence"
        ) from None
    declared = next((metadata[field] for field in FIELDS if field in metadata), "")
    try:
        return canonicalize_license_expression(declared)
    except InvalidLicenseExpression:
        raise LookupError(f"{name} declares {declared[:80]!r}: no SPDX expression") from None


def name_to_bundled(name: str) -> set[str]:
    """List the libraries that an installed package has brought along for Linux."""
    try:
        files = importlib.metadata.files(name) or []
    except importlib.metadata.PackageNotFoundError:
        return set()
    return {
        found[1]
        for file in files
        if file.parts[0].endswith(".libs") or file.parts[0] == "_soundfile_data"
        if (found := SHARED_OBJECT.match(file.name))
    }
