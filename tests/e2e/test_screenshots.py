"""Pictures of the page in `build/screenshots/`, for eyes: four widths, light and dark."""

from pathlib import Path

import pytest
from e2e.conftest import ROOT, OpenPage
from e2e.states import STATES

TARGET = ROOT / "build" / "screenshots"
WIDTHS = {"phone": 360, "tablet": 768, "laptop": 1280, "screen": 1920}
HEIGHT = 800
SHOWN = ["empty", "answered", "restored", "refused", "silent", "queued", "recording"]
SETTLED_MS = 1000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", SHOWN)
def test_screenshots(open_page: OpenPage, song_wav: Path, state: str, scheme: str) -> None:
    """The whole page is a picture at each width; French in the light, English in the dark."""
    locale = "fr-FR" if scheme == "light" else "en-GB"
    page = open_page(
        viewport={"width": WIDTHS["phone"], "height": HEIGHT}, color_scheme=scheme, locale=locale
    )
    STATES[state](page, song_wav)
    for device, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.wait_for_timeout(SETTLED_MS)
        path = TARGET / f"{state}-{device}-{scheme}.png"
        page.screenshot(path=path, full_page=True)

        assert path.stat().st_size > 0
