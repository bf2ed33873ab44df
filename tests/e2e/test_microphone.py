"""The microphone: record, cancel, and what is said when it is refused."""

import re

from e2e.conftest import OpenPage
from e2e.person import result
from playwright.sync_api import expect

ENOUGH = re.compile(r"^0:(0[2-9]|[1-5]\d)$")  # two seconds or more


def test_record(open_page: OpenPage) -> None:
    """What the microphone hears is shown while it is recorded, and is classified."""
    page = open_page(permissions=["microphone"])
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("button", name="Stop and listen")).to_be_focused()
    level = page.get_by_role("meter", name="Level of the microphone")
    expect(level).to_have_attribute("aria-valuenow", re.compile(r"^[1-9]\d*$"))
    expect(page.locator(".recorder-time")).to_have_text(ENOUGH)
    page.get_by_role("button", name="Stop and listen").click()

    expect(result(page)).to_be_visible()
    expect(page.locator("#compare-results .facts")).to_contain_text("recording")


def test_cancel(open_page: OpenPage) -> None:
    """A recording that is cancelled is sent to nobody."""
    page = open_page(permissions=["microphone"])
    page.get_by_role("button", name="Record").click()
    page.locator(".recorder").get_by_role("button", name="Cancel").click()

    expect(page.locator(".recorder")).to_be_hidden()
    expect(page.locator("#compare-outcome .status")).to_have_text("Cancelled.")
    expect(page.get_by_role("button", name="Record")).to_be_focused()


def test_refused(open_page: OpenPage) -> None:
    """A microphone that is not allowed is a problem with what to do."""
    page = open_page(permissions=[])
    page.get_by_role("button", name="Record").click()

    expect(page.get_by_role("alert")).to_contain_text("The microphone is not allowed")
