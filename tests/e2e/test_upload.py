"""Uploading one song, as a person does: by click, by drop, by keyboard, without JavaScript."""

import re
from pathlib import Path

import pytest
from e2e.conftest import OpenPage
from e2e.person import ask_alone, choose_and_compare, drop, result, slow_down, tab_to
from playwright.sync_api import Page, expect

from tools.page_music.pieces import EXAMPLES, Example


def test_upload_by_click(page: Page, song_wav: Path) -> None:
    """Choosing a file is enough: what the models say together and each comes, with ten bars."""
    choose_and_compare(page, song_wav)

    for kind in ("ensemble", "svm", "vgg19"):
        expect(result(page, kind)).to_have_text(re.compile(r"[A-Z]\D+\d+\.\d%"))
        bars = page.locator(f"#compare-results .result-{kind} .bars tbody tr")
        expect(bars).to_have_count(10)
    expect(page.locator("#compare-results .facts")).to_contain_text("song.wav")
    expect(page.get_by_text(re.compile("puts? (.+) first"))).to_be_visible()


def test_upload_by_drop(page: Page, song_wav: Path) -> None:
    """A file that is dropped is listened to at once."""
    drop(page, "#compare", [song_wav])

    expect(result(page)).to_be_visible()


@pytest.mark.parametrize("model", ["svm", "vgg19"])
def test_one_model(page: Page, song_wav: Path, model: str) -> None:
    """Each of the report's two sections, closed at first, has its own chooser and result."""
    expect(page.locator(f"#{model}-form")).to_be_hidden()
    ask_alone(page, model, song_wav)

    expect(result(page, model, place=model)).to_be_visible()
    expect(page.locator("#compare-results .answer")).to_have_count(0)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_example(page: Page, example: Example) -> None:
    """One click on an example is enough, and the answer convinces."""
    page.get_by_role("button", name=re.compile(example.name, re.IGNORECASE)).click()

    expect(page.locator("#compare-results .facts")).to_contain_text(f"{example.name}.mp3")
    sure = example.genre or "None of the ten: rather ambient"
    expect(result(page)).to_have_text(re.compile(sure, re.IGNORECASE))
    verdict = page.locator("#compare-results .result-ensemble")
    expect(verdict).to_contain_text("another kind" if example.genre is None else "Sure")


def test_keyboard_alone(page: Page, song_wav: Path) -> None:
    """Skip link, chooser, result: the focus goes where the answer is, without a mouse."""
    page.on("filechooser", lambda _: None)  # from now on the browser leaves choosing to us
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the upload")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.locator("#compare-file"), most=1)
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(song_wav)
    expect(result(page)).to_be_visible()
    expect(page.locator("#compare-outcome .status")).to_contain_text(re.compile(r"\d%, "))
    expect(page.locator("#compare-results .facts")).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Copy a link"), most=10)


def test_language_switch_keeps_the_result(page: Page, song_wav: Path) -> None:
    """The switch turns the page to French, the result on show too, and is remembered."""
    choose_and_compare(page, song_wav)
    expect(page.locator("#history li")).to_have_count(1)  # all that was asked for has come
    page.get_by_role("link", name="Français").click()

    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#compare-results .result-ensemble .witness")).to_have_text(
        "Verdict commun"
    )
    page.goto("/")
    expect(page.get_by_role("button", name="Trouver le genre")).to_be_visible()


def test_rubbish(page: Page, tmp_path: Path) -> None:
    """A file that is no music gets a clear word and what to do, once for both models."""
    rubbish = tmp_path / "notes.wav"
    rubbish.write_text("no music at all")
    choose_and_compare(page, rubbish)

    problem = page.get_by_role("alert")
    expect(problem).to_have_count(1)
    expect(problem).to_contain_text("Unrecognised audio format")
    expect(problem).to_contain_text("This is text: send an audio file.")


def test_name_of_a_file_is_text(page: Page, song_wav: Path, tmp_path: Path) -> None:
    """Markup in a file's name is shown, not followed."""
    evil = tmp_path / "<img src=x onerror=alert(1)>.wav"
    evil.write_bytes(song_wav.read_bytes())
    choose_and_compare(page, evil)

    expect(page.locator(".file-name")).to_have_text(evil.name)
    expect(page.locator("#compare-results img")).to_have_count(0)


def test_progress_and_cancel(page: Page, song_wav: Path) -> None:
    """A slow upload shows how far it is, and stops when told to."""
    slow_down(page)
    page.locator("#compare-file").focus()
    choose_and_compare(page, song_wav)
    bar = page.locator("#compare-outcome progress")
    expect(bar).to_be_visible()
    expect(bar).not_to_have_js_property("value", 0)
    assert 0 < float(bar.evaluate("(bar) => bar.value")) < 1
    page.keyboard.press("Enter")  # the focus went to the one button that is left

    expect(page.locator("#compare-outcome .status")).to_have_text("Cancelled.")
    expect(page.locator("#compare-form [type=submit]")).to_be_focused()
    expect(page.locator("#compare-results")).to_be_empty()


def test_without_javascript(open_page: OpenPage, song_wav: Path) -> None:
    """The form posts, and a page with the result comes back; what needs a script is not shown."""
    page = open_page(java_script_enabled=False)
    expect(page.get_by_role("button", name="Record")).to_be_hidden()
    choose_and_compare(page, song_wav)

    expect(result(page)).to_be_visible()
    page.get_by_role("link", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.get_by_role("link", name="Sombre").click()
    expect(page.locator("body")).to_have_css("background-color", "rgb(18, 20, 19)")
