"""What a file of locked requirements installs, and under which licences."""

from dataclasses import replace
from pathlib import Path

import pytest

from deploy.locked_wheels import linux
from deploy.shipping.components import Component, Part, lock_to_components, name_to_bundled
from deploy.shipping.terms import read_terms

LOCK = r"""
flask==3.1.0 \
    --hash=sha256:00 \
    --hash=sha256:11
colorama==0.4.6 ; sys_platform == 'win32' \
    --hash=sha256:22
psycopg[binary]==3.3.9 \
    --hash=sha256:33
"""
FLASK = Component("flask", "3.1.0", "BSD-3-Clause", ())
COLORAMA = Component("colorama", "0.4.6", "BSD-3-Clause", ())
PSYCOPG = Component("psycopg", "3.3.9", "LGPL-3.0-only", ())


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """Write a lock with a package that one system alone needs."""
    file = tmp_path / "requirements.txt"
    file.write_text(LOCK)
    return file


def test_every_machine(lock: Path) -> None:
    """What is for any machine has all that one of them may install."""
    assert [FLASK, COLORAMA, PSYCOPG] == lock_to_components(lock, read_terms())


def test_one_machine(lock: Path) -> None:
    """What is for one machine has what that installs."""
    machine = linux("x86_64").markers("3.13")

    assert [FLASK, PSYCOPG] == lock_to_components(lock, read_terms(), machine)


def test_parts(lock: Path) -> None:
    """A package has what it brings along."""
    terms = replace(read_terms(), bundled={"flask": {"libmolten": "MIT"}})

    assert (Part("libmolten", "MIT"),) == lock_to_components(lock, terms)[0].parts


@pytest.mark.parametrize(
    ("name", "reason"),
    [("colorama", "colorama is not installed here"), ("protobuf", "protobuf declares '3-Clause")],
)
def test_unknown(tmp_path: Path, name: str, reason: str) -> None:
    """Where nobody says the licence, or only vaguely, that is said."""
    file = tmp_path / "requirements.txt"
    file.write_text(f"{name}==1.0\n")

    with pytest.raises(LookupError, match=reason):
        lock_to_components(file, replace(read_terms(), stated={}))


def test_bundled() -> None:
    """A package that brings nothing along, or is not installed, has nothing bundled."""
    assert set() == name_to_bundled("flask") == name_to_bundled("no-such-package")
