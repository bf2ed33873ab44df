"""Hatchling's hook: the wheel needs what the dependency groups list, in their unpinned ranges.

`pyproject.toml` cannot say so itself: a group may include groups, `project.dependencies` may not.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from hatchling.metadata.plugin.interface import MetadataHookInterface

GROUP: Final = "cli"
EXTRAS: Final = ("bulk", "mcp", "pictures", "traces")

Entries = Sequence[str | Mapping[str, str]]


class CustomMetadataHook(MetadataHookInterface):
    """Fills in `project.dependencies` and `project.optional-dependencies`."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Put the groups' requirements into the metadata."""
        text = Path(self.root, "pyproject.toml").read_text(encoding="utf-8")
        groups = tomllib.loads(text)["dependency-groups"]
        metadata["dependencies"] = sorted({*group_to_requirements(groups, GROUP)})
        metadata["optional-dependencies"] = {
            extra: sorted({*group_to_requirements(groups, extra)}) for extra in EXTRAS
        }


def group_to_requirements(groups: Mapping[str, Entries], name: str) -> Iterator[str]:
    """List a group's requirements, with those of the groups that it includes."""
    for entry in groups[name]:
        if isinstance(entry, str):
            yield entry
        else:
            yield from group_to_requirements(groups, entry["include-group"])
