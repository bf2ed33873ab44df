"""Pictures of the page in `build/screenshots/`, for eyes: four widths, light and dark."""

from pathlib import Path

import pytest
from e2e.conftest import ROOT, OpenPage
from e2e.states import STATES

TARGET = ROOT / "build" / "screenshots"
WIDTHS = {"phone": 360, "tablet": 768, "laptop": 1280, "screen": 1920}
SHOWN = ["empty", "answered", "restored", "refused", "silent", "queued", "recording"]
SETTLED_MS = 1000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", WIDTHS)
@pytest.mark.parametrize("state", SHOWN)
def test_screenshot(
    open_page: OpenPage, song_wav: Path, state: str, device: str, scheme: str
) -> None:
    """The whole page is written as a picture; French in the light, English in the dark."""
    locale = "fr-FR" if scheme == "light" else "en-GB"
    size = {"width": WIDTHS[device], "height": 800}
    page = open_page(viewport=size, color_scheme=scheme, locale=locale)
    STATES[state](page, song_wav)
    page.wait_for_timeout(SETTLED_MS)
    path = TARGET / f"{state}-{device}-{scheme}.png"
    page.screenshot(path=path, full_page=True)

    assert path.stat().st_size > 0
