"""The browser of this folder: Debian's Firefox ESR, driven by WebDriver BiDi."""

import shutil
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Playwright

FIREFOX: Final = shutil.which("firefox-esr") or shutil.which("firefox")
PREFERENCES: Final[dict[str, str | float | bool]] = {
    "media.autoplay.default": 0,  # music that a test starts may play
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Start Firefox without a window."""
    if FIREFOX is None:
        pytest.fail("these browser tests need Firefox: on Debian, apt install firefox-esr")
    launched = playwright.firefox.launch(
        executable_path=FIREFOX, channel="moz-firefox", firefox_user_prefs=PREFERENCES
    )
    yield launched
    launched.close()
