"""The page of the last hour, for who runs the services."""

import pytest
from e2e.conftest import OpenPage
from e2e.test_accessibility import page_to_violations
from e2e.test_screenshots import TARGET
from playwright.sync_api import expect


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_status(open_page: OpenPage, width: int, scheme: str) -> None:
    """It has every service, fits every window, and axe-core finds nothing against WCAG 2.2 AA."""
    page = open_page(
        "/status",
        ready="h1",
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
    )

    for service in ("frontend", "svm", "vgg19", "beat"):
        expect(page.get_by_text(service, exact=True).first).to_be_visible()
    assert width >= page.evaluate("document.documentElement.scrollWidth")
    page.screenshot(path=TARGET / f"status-{width}-{scheme}.png", full_page=True)
    assert [] == page_to_violations(page)
