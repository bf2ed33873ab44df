"""`python -m deploy.release 1.2.0`: the next version, in the changelog and in the code.

It changes two files and commits nothing; what to type next is printed.
With `--notes` it changes nothing and prints what the changelog says of that version.
"""

import argparse
import datetime
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from packaging.version import InvalidVersion, Version

ROOT: Final = Path(__file__).parent.parent
UNRELEASED: Final = "## Unreleased\n"
ASSIGNMENT: Final = re.compile(r'^VERSION = "(.+)"$', re.MULTILINE)
NOTES: Final = re.MULTILINE | re.DOTALL


class ReleaseError(Exception):
    """There can be no such release; the message says why."""


def release(root: Path, version: str, day: datetime.date) -> None:
    """Write a version into a checkout. Raises `ReleaseError`: then nothing is changed."""
    changelog, code = root / "CHANGELOG.md", root / "music_genre" / "version.py"
    if _git(root, "status", "--porcelain"):
        raise ReleaseError("there are changes that are not committed")
    changes = changelog_to_released(changelog.read_text(encoding="utf-8"), version, day)
    renewed = code_to_renewed(code.read_text(encoding="utf-8"), version)
    changelog.write_text(changes, encoding="utf-8")
    code.write_text(renewed, encoding="utf-8")


def changelog_to_released(text: str, version: str, day: datetime.date) -> str:
    """Give the changes of nobody's release yet to this one. Raises `ReleaseError`."""
    before, found, after = text.partition(UNRELEASED)
    changes, _, _ = after.partition("\n## ")
    if not found or not changes.strip():
        raise ReleaseError("the changelog has nothing under “Unreleased”")
    return f"{before}{UNRELEASED}\n## {version} ({day.isoformat()})\n{after}"


def changelog_to_notes(text: str, version: str) -> str:
    """Return what a version changes, as Markdown. Raises `ReleaseError` where it does not say."""
    section = re.search(rf"^## {re.escape(version)} \([^\n]*\)\n(.*?)(?=^## |\Z)", text, NOTES)
    if not section:
        raise ReleaseError(f"the changelog has nothing of {version}")
    return section[1].strip() + "\n"


def code_to_renewed(text: str, version: str) -> str:
    """Put a version in the place of an earlier one. Raises `ReleaseError`."""
    (now,) = ASSIGNMENT.findall(text)
    try:
        wanted = Version(version)
    except InvalidVersion as error:
        raise ReleaseError(f"{version} is no version (PEP 440), as 1.2.0 is") from error
    if str(wanted) != version or wanted <= Version(now):
        raise ReleaseError(f"{version} does not come after {now}")
    return ASSIGNMENT.sub(f'VERSION = "{version}"', text)


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603  # arguments of our own
        ["git", *arguments],  # noqa: S607  # git's place differs between systems
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a release of this checkout ready; 1 where there can be none."""
    parser = argparse.ArgumentParser(prog="python -m deploy.release", description=__doc__)
    parser.add_argument("version")
    parser.add_argument("--notes", action="store_true")
    asked = parser.parse_args(arguments)
    version = asked.version
    try:
        if asked.notes:
            changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
            print(changelog_to_notes(changelog, version), end="")
            return 0
        release(ROOT, version, datetime.datetime.now(datetime.UTC).date())
    except ReleaseError as error:
        print(f"No release: {error}.")
        return 1
    print(f"git commit -am 'Release {version}'; git tag v{version}; git push --follow-tags")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
