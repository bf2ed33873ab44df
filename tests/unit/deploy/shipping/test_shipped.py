"""What ships is under licences that were decided on, and the page of them is true."""

import subprocess
import sys
from dataclasses import replace

import pytest

from deploy.locked_wheels import PYTHONS, SYSTEMS
from deploy.shipping.__main__ import PAGE
from deploy.shipping.components import (
    Component,
    is_needed,
    lock_to_requirements,
    name_to_bundled,
    name_to_licence,
)
from deploy.shipping.products import PACKAGES, PRODUCTS
from deploy.shipping.shipped import read_shipped, shipped_to_refused
from deploy.shipping.table import shipped_to_page
from deploy.shipping.terms import read_terms
from tools.processes import ROOT

TERMS = read_terms()
DATA = (".onnx", ".npz", ".mp3", ".ogg", ".wav", ".flac", ".mid", ".woff2", ".ttf", ".sf2")

# In one version on every machine; others declare one thing here and another there.
EVERYWHERE = {
    need.name
    for need in lock_to_requirements((ROOT / PRODUCTS[0].lock).read_text())
    if need.marker is None
}


@pytest.fixture(scope="module")
def shipped() -> dict[str, list[Component]]:
    """Read what each product installs."""
    return read_shipped(TERMS)


def test_all_may_ship(shipped: dict[str, list[Component]]) -> None:
    """Every package, what it brings along, and all data are within what is allowed."""
    assert [] == shipped_to_refused(shipped, TERMS)


def test_a_refusal(shipped: dict[str, list[Component]]) -> None:
    """What is not within it is named with its licence."""
    shipped = {"ours": [*shipped["frontend"], Component("spy", "1.0", "AGPL-3.0-only", ())]}

    assert ["spy: AGPL-3.0-only"] == shipped_to_refused(shipped, TERMS)


def test_the_page(shipped: dict[str, list[Component]]) -> None:
    """The page says what ships now; `make licences` writes it."""
    assert shipped_to_page(shipped, TERMS) == PAGE.read_text(encoding="utf-8")


def test_what_is_not_everywhere_is_stated() -> None:
    """The page is the same on every machine: what is missing on some is looked up on none."""
    machines = [system.markers(python) for system in SYSTEMS.values() for python in PYTHONS]
    needs = lock_to_requirements((ROOT / PRODUCTS[0].lock).read_text())
    elsewhere = {
        need.name
        for need in needs
        for machine in machines
        if not any(is_needed(one, machine) for one in needs if one.name == need.name)
    }

    assert elsewhere <= TERMS.stated.keys()


def test_nothing_stated_in_vain(shipped: dict[str, list[Component]]) -> None:
    """A licence is stated here only for what ships and does not declare it for machines."""
    names = {one.name for own in shipped.values() for one in own}
    assert names >= TERMS.stated.keys() | TERMS.bundled.keys()
    silent = replace(TERMS, stated={})
    for name in sorted(TERMS.stated.keys() & EVERYWHERE):
        with pytest.raises(LookupError):
            name_to_licence(name, silent)


@pytest.mark.skipif(sys.platform != "linux", reason="wheels for Linux are looked into, on Linux")
def test_nothing_bundled_in_vain() -> None:
    """What is said to be within a package is."""
    for name in sorted(TERMS.bundled.keys() & EVERYWHERE):
        assert TERMS.bundled[name].keys() == name_to_bundled(name)


def test_all_data_is_named() -> None:
    """Every model and every recording that the services hold is listed with its licence."""
    listed = subprocess.run(
        ["git", "ls-files", *PACKAGES],  # noqa: S607  # git's place differs between systems
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    held = {file for file in listed if file.endswith(DATA) and "/tests/" not in file}
    assert held == {file for one in TERMS.data for file in one.files}
