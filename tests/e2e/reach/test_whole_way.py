"""The whole way by keyboard alone, in English and French: from the first Tab to a saved beat."""

import re
from pathlib import Path

import pytest
from e2e.conftest import OpenPage
from e2e.listener import expect_playing
from e2e.person import result, tab_to
from playwright.sync_api import Page, expect

WORDS = {
    "en-GB": ("Skip to the upload", "×2", "Play over the song", "Stop", "For programs"),
    "fr-FR": ("Aller à l’envoi", "×2", "Jouer par-dessus", "Arrêter", "Pour les programmes"),
}
FAR = 200  # Tabs, at most


def press_at(page: Page, role: str, name: str, key: str = "Enter") -> None:
    """Tab to the first element of a name, and press a key."""
    pattern = re.compile(f"^{re.escape(name)}")
    tab_to(page, page.get_by_role(role, name=pattern).first, most=FAR)  # type: ignore[arg-type]  # a role
    page.keyboard.press(key)


@pytest.mark.parametrize("locale", WORDS)
def test_whole_way(open_page: OpenPage, song_wav: Path, locale: str) -> None:
    """Choose a song, correct its tempo, hear the beat over it, save the beat, find the API."""
    skip, double, over, stop, api = WORDS[locale]
    page = open_page(locale=locale)
    page.on("filechooser", lambda _: None)  # from now on the browser leaves choosing to us
    press_at(page, "link", skip)
    tab_to(page, page.locator("#compare-file"), most=1)
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(song_wav)
    expect(result(page)).to_be_visible()
    expect(page.locator("#compare-results .facts")).to_be_focused()

    tempo = page.locator(".trait-tempo b")
    before = tempo.inner_text()
    press_at(page, "button", double.replace("×", "÷"))
    expect(tempo).not_to_have_text(before)
    expect(page.locator("[data-tempo='0.5']")).to_be_focused()
    press_at(page, "switch", over, "Space")
    expect_playing(page)
    page.keyboard.press("Space")
    expect(page.get_by_role("switch", name=over)).not_to_be_checked()
    stop_button = page.get_by_role("button", name=re.compile(f"^{stop} ")).first
    page.keyboard.press("Shift+Tab")
    while not stop_button.evaluate("(button) => button === document.activeElement"):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".beat .is-on")).to_have_count(0)
    tab_to(page, page.locator(".beat-chosen .beat-files a").first, most=5)
    with page.expect_download() as saving:
        page.keyboard.press("Enter")
    assert saving.value.suggested_filename.endswith(".wav")

    press_at(page, "link", api)
    expect(page).to_have_url(re.compile("/api$"))
