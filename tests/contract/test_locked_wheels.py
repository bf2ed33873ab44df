"""Which locked requirement has no wheel: the table is of these locks, and the README says it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from deploy.locked_wheels import (
    LOCKS,
    PYTHONS,
    SYSTEMS,
    TABLE,
    Hole,
    lock_to_digest,
    lock_to_holes,
)

ROOT = Path(__file__).parents[2]
WHEELS: dict[str, Any] = json.loads(TABLE.read_text())
HOLES: list[Hole] = [hole for lock in WHEELS["locks"].values() for hole in lock["without_wheel"]]
GLIBC = "manylinux_2_28_x86_64.manylinux_2_28_aarch64.macosx_14_0_arm64.win_amd64"
EVERYWHERE = {system: list(PYTHONS) for system in SYSTEMS}


def files(*wheels: str) -> dict[str, Any]:
    """A package as the index lists it; a wheel's hash is its place in the list."""
    listed = [
        {"url": f"https://index.example/{name}", "hashes": {"sha256": str(place)}}
        for place, name in enumerate(wheels)
    ]
    return {"packages": [{"name": "some", "version": "1.0", "wheels": listed}]}


def where(holes: list[Hole]) -> dict[str, list[str]]:
    """The places of the one hole that there is, or none."""
    return dict(holes[0]["where"]) if holes else {}


@pytest.mark.parametrize("name", LOCKS)
def test_table_is_of_this_lock(name: str) -> None:
    """Whoever changes a lock file without `make lock` does not know what has a wheel."""
    locked = WHEELS["locks"][name]

    assert LOCKS[name] == locked["file"]
    assert lock_to_digest((ROOT / LOCKS[name]).read_text()) == locked["sha256"], "call `make lock`"
    assert (list(PYTHONS), list(SYSTEMS)) == (WHEELS["pythons"], WHEELS["systems"])


def test_what_make_run_needs_has_wheels_everywhere() -> None:
    """Nobody needs a compiler to start the services."""
    assert [] == WHEELS["locks"]["run"]["without_wheel"]


@pytest.mark.parametrize("hole", HOLES, ids=[hole["requirement"] for hole in HOLES])
def test_readme_names_what_has_no_wheel(hole: Hole) -> None:
    """A sentence of the README has the requirement, the systems and the Pythons without a wheel."""
    package = hole["requirement"].partition("==")[0]
    sentences = [line for line in (ROOT / "README.md").read_text().splitlines() if package in line]
    needed = set()
    if set(hole["where"]) != set(SYSTEMS):
        needed |= {system.split()[0] for system in hole["where"]}
    for pythons in hole["where"].values():
        needed |= set(pythons) if set(pythons) != set(PYTHONS) else set()

    assert any(all(word in line for word in needed) for line in sentences), (package, needed)


def test_readme_says_where_all_wheels_are() -> None:
    """Its paragraph has the Pythons, the glibc and the macOS of the table."""
    paragraph = re.search(
        r"^It works on .*?(?=\n\n)", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL
    )

    assert paragraph
    for words in (f"{PYTHONS[0]} to {PYTHONS[-1]}", "glibc 2.28", "macOS 14", "x86-64", "aarch64"):
        assert words in paragraph[0], words


def test_wheel_for_all_is_no_hole() -> None:
    """A pure wheel fits everywhere, and so does a binary one that covers all systems."""
    lock = "some==1.0 \\\n    --hash=sha256:0\n"

    assert [] == lock_to_holes(lock, files("some-1.0-py3-none-any.whl"))
    assert [] == lock_to_holes(lock, files(f"some-1.0-cp311-abi3-{GLIBC}.whl"))


def test_source_alone_is_a_hole() -> None:
    """What must be built is a hole on every system and Python."""
    assert EVERYWHERE == where(lock_to_holes("some==1.0 \\\n    --hash=sha256:0\n", files()))


def test_wheel_that_is_not_locked_is_a_hole() -> None:
    """Pip refuses a wheel whose hash is not in the lock."""
    lock = "some==1.0 \\\n    --hash=sha256:7\n"

    assert EVERYWHERE == where(lock_to_holes(lock, files("some-1.0-py3-none-any.whl")))


@pytest.mark.parametrize(
    "platforms",
    ["manylinux_2_29_x86_64", "musllinux_1_2_x86_64", "macosx_15_0_arm64", "macosx_11_0_x86_64"],
)
def test_wheel_for_another_machine_is_a_hole(platforms: str) -> None:
    """A newer glibc or macOS, musl and another processor do not serve."""
    lock = "some==1.0 \\\n    --hash=sha256:0\n"

    assert EVERYWHERE == where(lock_to_holes(lock, files(f"some-1.0-py3-none-{platforms}.whl")))


def test_wheel_for_one_python_leaves_the_others() -> None:
    """The hole names the systems and Pythons that lack a wheel, not the others."""
    lock = "some==1.0 \\\n    --hash=sha256:0 \\\n    --hash=sha256:1\n"
    wheels = files("some-1.0-cp312-cp312-win_amd64.whl", "some-1.0-cp313-cp313-win_amd64.whl")

    assert ["3.11", "3.14"] == where(lock_to_holes(lock, wheels))["Windows x86-64"]


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("python_full_version < '3.14'", {system: ["3.11", "3.12", "3.13"] for system in SYSTEMS}),
        ("sys_platform == 'win32'", {"Windows x86-64": list(PYTHONS)}),
        ("platform_python_implementation == 'PyPy'", {}),
    ],
)
def test_what_a_marker_leaves_out_needs_no_wheel(
    marker: str, expected: dict[str, list[str]]
) -> None:
    """Holes are only where pip would install the requirement."""
    lock = f"some==1.0 ; {marker} \\\n    --hash=sha256:0\n"

    assert expected == where(lock_to_holes(lock, files()))
