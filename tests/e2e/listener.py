"""What a person does with the music of a result, and sees of it."""

import re
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page, expect

EXPLAINED_WITHIN_MS: Final = 240_000  # ten minutes of music, on a machine that does more than this


def upload(page: Page, path: Path) -> Page:
    """Upload a file and wait until it is drawn and explained."""
    page.locator("#compare-file").set_input_files(path)
    expect(page.locator(".music-stretch").first).to_be_visible(timeout=EXPLAINED_WITHIN_MS)
    return page


def slider(page: Page) -> Locator:
    """Find the play head."""
    return page.get_by_role("slider", name="Position in the song")


def position_s(page: Page) -> float:
    """Return where the play head says that it is [s]."""
    return float(slider(page).get_attribute("aria-valuenow") or -1)


def expect_playing(page: Page) -> None:
    """Expect the button to offer to pause, and the play head to move."""
    expect(page.locator(".music-controls .music-play")).to_have_accessible_name("Pause")
    head = page.locator(".music-head")
    expect(head).to_have_attribute("style", re.compile("transform"))
    expect(head).not_to_have_attribute("style", head.get_attribute("style") or "")
