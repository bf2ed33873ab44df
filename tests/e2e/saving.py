"""What a person saves of the page."""

from playwright.sync_api import Page


def save(page: Page, button: str) -> tuple[str, str]:
    """Press a button of the queue that saves; return the file's name and its text."""
    with page.expect_download() as saving:
        page.locator(".queue").get_by_role("button", name=button).click()
    return saving.value.suggested_filename, saving.value.path().read_text(encoding="utf-8-sig")
