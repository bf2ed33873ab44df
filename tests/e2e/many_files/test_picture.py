"""A result as a picture: what somebody sends to somebody."""

import re
from pathlib import Path

import numpy as np
import pytest
from e2e.conftest import ROOT, OpenPage
from e2e.person import choose_and_compare
from matplotlib import image
from playwright.sync_api import expect


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_picture(open_page: OpenPage, song_wav: Path, scheme: str) -> None:
    """It has the page's colours, the size that networks show, and something on it."""
    page = open_page(color_scheme=scheme)
    choose_and_compare(page, song_wav)
    button = page.locator("#compare-results").get_by_role("button", name="Save a picture")
    expect(button).to_be_visible()
    with page.expect_download() as saving:
        button.click()
    path = ROOT / "build" / "screenshots" / f"picture-{scheme}.png"
    saving.value.save_as(path)
    pixels = image.imread(path)[..., :3]

    assert "song.wav.png" == saving.value.suggested_filename
    assert (630, 1200) == pixels.shape[:2]
    card = page.locator("#compare").evaluate("(card) => getComputedStyle(card).backgroundColor")
    colour = [int(number) for number in re.findall(r"\d+", card)]
    assert colour == [round(255 * value) for value in pixels[0, 0]]
    assert np.any(np.abs(pixels - pixels[0, 0]) > 0.5, axis=2).mean() > 0.01
