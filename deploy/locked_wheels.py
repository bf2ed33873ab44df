"""Which locked requirements have a wheel for which machine; `make lock` writes it down.

Without a wheel pip builds from source, which needs compilers and headers that a newcomer has not.
`requirements/wheels.json` names every requirement without one, for the systems and Pythons below.
"""

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import parse_wheel_filename

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "requirements" / "wheels.json"
LOCKS = {"run": "requirements/run.txt", "dev": "requirements/dev.txt"}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# The oldest releases for which onnxruntime, the most demanding of all, has wheels.
GLIBC_MINOR = 28
MACOS = 14
LIST_FILES = (
    *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--no-deps"),
    *("--python-version", PYTHONS[0], "--format", "pylock.toml"),
)
Hole = dict[str, Any]


@dataclass(frozen=True)
class System:
    """An operating system on a processor: what markers ask of it, and the wheels it takes."""

    sys_platform: str
    platform_system: str
    platform_machine: str
    wheels_for: tuple[str, ...]

    def markers(self, python: str) -> dict[str, str]:
        """Return what environment markers of requirements see on this system."""
        return {
            "python_version": python,
            "python_full_version": f"{python}.0",
            "sys_platform": self.sys_platform,
            "platform_system": self.platform_system,
            "platform_machine": self.platform_machine,
            "os_name": "nt" if self.sys_platform == "win32" else "posix",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }

    def tags(self, python: str) -> set[Tag]:
        """Return the tags of the wheels that pip takes there."""
        major, minor = (int(part) for part in python.split("."))
        interpreter = f"cp{major}{minor}"
        return {
            *cpython_tags((major, minor), platforms=self.wheels_for),
            *compatible_tags((major, minor), interpreter, self.wheels_for),
        }


def linux(machine: str) -> System:
    """Make a Linux with glibc; wheels are named after the oldest glibc that they run on."""
    newest_first = [f"manylinux_2_{minor}_{machine}" for minor in range(GLIBC_MINOR, 4, -1)]
    old_names = [f"manylinux{name}_{machine}" for name in ("2014", "2010", "1")]
    return System("linux", "Linux", machine, (*newest_first, *old_names))


SYSTEMS = {
    f"Linux x86-64 (glibc 2.{GLIBC_MINOR})": linux("x86_64"),
    f"Linux aarch64 (glibc 2.{GLIBC_MINOR})": linux("aarch64"),
    f"macOS {MACOS} arm64": System(
        "darwin", "Darwin", "arm64", tuple(mac_platforms((MACOS, 0), "arm64"))
    ),
    "Windows x86-64": System("win32", "Windows", "AMD64", ("win_amd64",)),
}


def lock_to_requirements(lock: str) -> Iterator[tuple[Requirement, set[str]]]:
    """Read each pinned requirement of a lock file, with the hashes that it may have."""
    for line in lock.replace("\\\n", " ").splitlines():
        if line and not line.startswith("#"):
            text, *hashes = re.split(r"\s+--hash=sha256:", line)
            yield Requirement(text), {each.strip() for each in hashes}


def files_to_wheels(files: dict[str, Any]) -> dict[str, list[tuple[str, frozenset[Tag]]]]:
    """List hash and tags of the wheels of each `name==version` of a `pylock.toml`."""
    return {
        f"{package['name']}=={package['version']}": [
            (wheel["hashes"]["sha256"], parse_wheel_filename(url_to_file_name(wheel["url"]))[3])
            for wheel in package.get("wheels", [])
        ]
        for package in files["packages"]
    }


def url_to_file_name(url: str) -> str:
    """Return the name of a wheel; a local version has an encoded plus sign."""
    return url.rpartition("/")[2].replace("%2B", "+")


def lock_to_holes(lock: str, files: dict[str, Any]) -> list[Hole]:
    """List each requirement without a wheel where it is asked for, with every such place."""
    wheels = files_to_wheels(files)
    holes: dict[str, Hole] = {}
    for requirement, hashes in lock_to_requirements(lock):
        pinned = f"{requirement.name}{requirement.specifier}"
        locked = [tags for digest, tags in wheels[pinned] if digest in hashes]
        for name, system in SYSTEMS.items():
            for python in PYTHONS:
                if requirement.marker and not requirement.marker.evaluate(system.markers(python)):
                    continue
                if not any(tags & system.tags(python) for tags in locked):
                    hole = holes.setdefault(pinned, {"requirement": pinned, "where": {}})
                    hole["where"].setdefault(name, []).append(python)
    return list(holes.values())


def lock_to_digest(lock: str) -> str:
    """Compute the checksum by which a table and its lock file know each other."""
    return hashlib.sha256(lock.encode()).hexdigest()


def files_of(path: str) -> dict[str, Any]:
    """Ask the package index what it has for a lock file, with the hash of each file."""
    listed = subprocess.run(  # noqa: S603  # our own arguments
        [*LIST_FILES, path], cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    return tomllib.loads(listed.stdout.decode())


def write_table() -> None:
    """Ask the index about every file of both locks, and write `requirements/wheels.json`."""
    locks = {}
    for name, path in LOCKS.items():
        lock = (ROOT / path).read_text()
        holes = lock_to_holes(lock, files_of(path))
        locks[name] = {"file": path, "sha256": lock_to_digest(lock), "without_wheel": holes}
        print(f"{path}: {len(holes)} requirements have no wheel somewhere")
    table = {"pythons": PYTHONS, "systems": list(SYSTEMS), "locks": locks}
    TABLE.write_text(json.dumps(table, indent=2) + "\n")


if __name__ == "__main__":
    write_table()
