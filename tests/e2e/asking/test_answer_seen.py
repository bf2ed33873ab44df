"""The answer is seen: the view goes where it is, unless a person scrolled; a line says it, too."""

import re
from pathlib import Path

import numpy as np
import pytest
import soundfile
from e2e.conftest import OpenPage
from e2e.person import choose_and_compare, result, slow_down
from playwright.sync_api import Locator, Page, expect

SIZES = [(360, 740), (390, 844), (1280, 720), (1366, 768)]


def expect_wholly_in_view(place: Locator) -> None:
    """Expect every pixel of it to be in the window."""
    expect(place).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("locale", ["en-GB", "fr-FR"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_verdict_is_in_the_window(
    open_page: OpenPage, song_wav: Path, width: int, height: int, locale: str
) -> None:
    """After choosing a file nobody has to scroll for genre, sureness, tempo, key and energy."""
    page = open_page(viewport={"width": width, "height": height}, locale=locale)
    choose_and_compare(page, song_wav)
    expect(result(page)).to_be_visible()

    expect_wholly_in_view(page.locator(".result-ensemble .verdict"))
    expect_wholly_in_view(page.locator("#compare-outcome .status"))
    expect(page.locator("#compare-outcome .status")).to_have_text(re.compile(r"^\w+, \d+[.,]\d"))
    expect(page.locator(".intro p")).to_be_hidden()


def test_view_moves_when_listening_begins(open_page: OpenPage, song_wav: Path) -> None:
    """While the file is on its way its progress and the way to cancel are in the window."""
    page = open_page(viewport={"width": 360, "height": 740})
    slow_down(page)
    choose_and_compare(page, song_wav)

    for shown in ("progress", ".status", "[data-cancel]"):
        expect_wholly_in_view(page.locator(f"#compare-outcome {shown}"))
    expect(page.locator("#compare-form [type=submit]")).not_to_be_in_viewport()


def test_view_stays_where_a_person_scrolled(open_page: OpenPage, song_wav: Path) -> None:
    """Who scrolls while it listens is left there; the line with the answer is in the window."""
    page = open_page(viewport={"width": 1280, "height": 720})
    slow_down(page)
    choose_and_compare(page, song_wav)
    expect_wholly_in_view(page.locator("#compare-outcome progress"))
    page.mouse.move(600, 300)
    page.mouse.wheel(0, -2000)
    page.wait_for_function("() => scrollY === 0")
    expect(result(page)).to_be_visible()

    expect(page.locator("#compare-outcome .status")).to_have_text(re.compile(r"^\w+, \d"))
    assert 0 == page.evaluate("scrollY")
    expect_wholly_in_view(page.locator("#compare-outcome .status"))


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_error_is_in_the_window(
    open_page: OpenPage, tmp_path: Path, width: int, height: int
) -> None:
    """What went wrong is seen as an answer is."""
    rubbish = tmp_path / "notes.wav"
    rubbish.write_text("no music")
    page = open_page(viewport={"width": width, "height": height})
    choose_and_compare(page, rubbish)

    expect_wholly_in_view(page.get_by_role("alert"))


def test_queue_is_in_the_window(open_page: OpenPage, song_wav: Path, tmp_path: Path) -> None:
    """Several files: their table is in the window at once."""
    other = tmp_path / "other.wav"
    other.write_bytes(song_wav.read_bytes())
    page = open_page(viewport={"width": 360, "height": 740})
    choose_and_compare(page, song_wav, other)

    expect_wholly_in_view(page.locator(".queue table"))


def test_silence_is_one_sentence(page: Page, tmp_path: Path) -> None:
    """A silent file gets a sentence, in the window, and nothing else."""
    silent = tmp_path / "silent.wav"
    soundfile.write(silent, np.zeros(5 * 22_050), 22_050)
    choose_and_compare(page, silent)

    sentence = page.locator("#compare-results .answer")
    expect(sentence).to_have_text("This is silence: there is nothing to hear.")
    expect_wholly_in_view(sentence)
    status = page.locator("#compare-outcome .status")  # says it to ears alone
    expect(status).to_have_css("clip-path", "inset(50%)")
    expect(page.locator("#compare-results").get_by_role("button")).to_have_count(0)


def test_answer_is_in_the_window_without_javascript(open_page: OpenPage, song_wav: Path) -> None:
    """The form lands at the answer."""
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    choose_and_compare(page, song_wav)

    expect_wholly_in_view(page.locator(".result-ensemble .genre"))
    expect(page.locator(".intro p")).to_be_hidden()


def test_link_shows_its_answer(open_page: OpenPage, song_wav: Path) -> None:
    """A result that comes back from the list of earlier ones is in the window."""
    page = open_page(viewport={"width": 390, "height": 844})
    choose_and_compare(page, song_wav)
    page.locator("#history li a").click()

    expect(page.locator(".restored")).to_be_visible()
    expect_wholly_in_view(page.locator(".result-ensemble .verdict"))
