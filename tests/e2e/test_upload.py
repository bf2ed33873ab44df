"""Uploading one song, as a person does."""

from pathlib import Path

from playwright.sync_api import Page, expect


def test_upload_by_click(page: Page, song_wav: Path) -> None:
    """A chosen file and a click show what both models say, together and each."""
    page.locator("#compare-file").set_input_files(song_wav)
    page.get_by_role("button", name="Compare the models").click()

    expect(page.locator("#compare-results .result-svm .genre")).to_be_visible()
    expect(page.locator("#compare-results .result-vgg19 .genre")).to_be_visible()
