"""Real GTZAN audio through the running services."""

import csv
from pathlib import Path

import pytest
import requests

from tools.processes import Services

EXCERPT_FROM_S = 15.0
EVERY = 7


@pytest.mark.data
@pytest.mark.parametrize("service", ["svm", "vgg19"])
def test_known_clips_are_recognised(services: Services, service: str, gtzan_dir: Path) -> None:
    """Of clips that the models were trained on, four in five are right from their audio alone.

    Training saw stored spectrograms, so this fails when the audio path and the stored
    spectrograms drift apart.
    """
    url = getattr(services, service)
    with (gtzan_dir / "clips.csv").open(newline="", encoding="utf-8") as table:
        rows = [r for r in csv.DictReader(table) if r["audio"] and r["fold"]]
    rows = [row for row in rows if float(row["seconds"]) >= EXCERPT_FROM_S][::EVERY]

    right = 0
    for row in rows:
        encoded = (gtzan_dir / row["audio"]).read_bytes()
        answer = requests.post(f"{url}/v1/predict", files={"file": encoded}, timeout=60).json()
        right += answer["genre"] == row["genre"]

    assert len(rows) >= 15
    assert right / len(rows) >= 0.8
