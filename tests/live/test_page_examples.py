"""The page's examples through the real front end and the real services."""

import pytest
import requests

from tools.page_examples import TARGET
from tools.page_music.pieces import EXAMPLES, Example
from tools.processes import Services


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_example_convinces(services: Services, example: Example) -> None:
    """Each is called what it is, and surely; the one that is no such genre gets words instead."""
    address = f"{services.frontend}/static/examples/{example.name}.mp3"
    song = requests.get(address, timeout=30).content
    assert (TARGET / f"{example.name}.mp3").read_bytes() == song
    answer = requests.post(f"{services.frontend}/api/predict", files={"file": song}, timeout=120)

    verdict = answer.json()["ensemble"]
    assert (example.outcome, example.genre) == (verdict["outcome"], verdict["genre"])
    if example.genre is None:
        words = sorted(verdict["tags"], key=verdict["tags"].__getitem__)[-3:]
        assert {"ambient", "electronic"} & set(words)
