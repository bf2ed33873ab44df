"""The metrics that are documented are those that services have, with the same labels."""

import re
from pathlib import Path

from contract.counted import documented_names

from music_genre.stages import STAGES

DOCUMENT = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
# Its other tables are of other things.
METRICS = DOCUMENT.partition("\n## Metrics\n")[2].partition("\n## ")[0]
ROW = re.compile(r"^\| `(\w+)` \| ([^|]*)\|", re.MULTILINE)


def test_each_metric_is_documented() -> None:
    """The table of docs/operations.md has every metric of ours by its labels, and no other."""
    rows = {name: set(re.findall(r"`(\w+)`", labels)) for name, labels in ROW.findall(METRICS)}

    assert documented_names() == rows


def test_each_stage_is_documented() -> None:
    """So does its list of stages."""
    (line,) = re.findall(r"^Stages: (.*)$", DOCUMENT, re.MULTILINE)

    assert set(STAGES) == set(re.findall(r"`(\w+)`", line))
