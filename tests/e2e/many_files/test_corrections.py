"""What somebody says that a file is: kept by the browser, and read by training."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from e2e.conftest import ROOT, OpenPage
from e2e.person import choose_and_compare, tab_to
from e2e.test_accessibility import page_to_violations
from playwright.sync_api import Locator, Page, expect

from training.data.dataset import folder_to_clips, folder_to_rows

NAME = "07. Les Frères - =SUM(1).wav"
ODD_NAME = "-1+1.wav"


@pytest.fixture
def music(song_wav: Path, tmp_path: Path) -> Iterator[Path]:
    """Make a folder of two songs with names as people have them."""
    for name in (NAME, ODD_NAME):
        shutil.copy(song_wav, tmp_path / name)
    yield tmp_path


def correct(page: Page, genre: str) -> Locator:
    """Say what the file that is open is instead."""
    wrong = page.locator("#compare-results .correction")
    if not wrong.get_by_label("The right genre").is_visible():
        wrong.get_by_text("This is wrong").click()
    wrong.get_by_label("The right genre").fill(genre)
    wrong.get_by_role("button", name="Keep it").click()
    expect(wrong.get_by_role("status")).to_contain_text("you say")
    return wrong


def test_training_reads_it(page: Page, music: Path) -> None:
    """The table lies beside the songs under its name; training finds song, genre and artist."""
    choose_and_compare(page, music / NAME, music / ODD_NAME)
    expect(page.locator(".queue tr.is-done")).to_have_count(2)
    page.get_by_role("button", name=NAME, exact=True).click()
    correct(page, "Hip-Hop")
    expect(page.locator(".queue tr", has_text=NAME)).to_contain_text("you say: hip-hop")
    page.get_by_role("button", name="Next", exact=True).click()
    wrong = correct(page, "=forró")
    with page.expect_download() as saving:
        wrong.get_by_role("button", name="Save for training (2)").click()
    assert "clips.csv" == saving.value.suggested_filename
    saving.value.save_as(music / "clips.csv")

    found = {row["clip"]: (row["genre"], row["artist"]) for row in folder_to_rows(music)}
    assert {
        Path(NAME).stem: ("hiphop", "les frères"),
        Path(ODD_NAME).stem: ("forró", ""),
    } == found
    assert {"hiphop", "forró"} == {clip.genre for clip in folder_to_clips(music)}


def test_kept_and_forgotten(page: Page, song_wav: Path) -> None:
    """A correction is there when the song is heard again, can be undone, and changed."""
    choose_and_compare(page, song_wav)
    correct(page, "blues")
    wrong = correct(page, "rock")
    expect(wrong.get_by_role("button", name="Save for training (1)")).to_be_visible()
    page.reload()
    choose_and_compare(page, song_wav)
    expect(wrong.get_by_role("status")).to_contain_text("you say: rock")
    wrong.get_by_role("button", name="Undo").click()
    expect(wrong.get_by_role("status")).to_be_empty()
    expect(wrong.locator("summary")).to_be_focused()
    assert "[]" == page.evaluate("localStorage.getItem('corrections')")


def test_browser_that_keeps_nothing(page: Page, song_wav: Path) -> None:
    """Where the browser has no room, the page says that nothing was kept."""
    choose_and_compare(page, song_wav)
    page.get_by_text("This is wrong").click()
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full') } }")
    page.get_by_label("The right genre").fill("rock")
    page.get_by_role("button", name="Keep it").click()

    expect(page.locator(".toast")).to_have_text("This browser keeps nothing for this page.")
    expect(page.locator(".correction").get_by_role("status")).to_be_empty()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_by_keyboard(open_page: OpenPage, song_wav: Path, scheme: str) -> None:
    """It is done by keyboard alone, in French; axe-core finds nothing, on a phone either."""
    page = open_page(
        locale="fr-FR",
        color_scheme=scheme,
        viewport={"width": 360, "height": 740},
        reduced_motion="reduce",
    )
    choose_and_compare(page, song_wav)
    tab_to(page, page.locator("#compare-results .correction summary"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("classique")
    page.keyboard.press("Enter")
    status = page.locator(".correction").get_by_role("status")
    expect(status).to_contain_text("selon vous\N{NO-BREAK SPACE}: classique")

    page.locator(".correction").scroll_into_view_if_needed()
    page.screenshot(path=ROOT / "build" / "screenshots" / f"correction-360-{scheme}.png")

    assert 360 >= page.evaluate("document.documentElement.scrollWidth")
    assert [] == page_to_violations(page)
    assert "classical" in page.evaluate("localStorage.getItem('corrections')")
