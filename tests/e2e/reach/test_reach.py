"""For everybody: headings, names, targets, systems' own colours, no scripts, paper."""

import re
from pathlib import Path
from typing import Any, Final

import pytest
from e2e.conftest import OpenPage
from e2e.person import choose_and_compare, result
from e2e.states import STATES
from e2e.test_accessibility import page_to_violations
from playwright.sync_api import Page, expect

FRENCH: Final[dict[str, Any]] = {"locale": "fr-FR"}
# Links within a sentence are excepted (WCAG 2.5.8), and so is what only a keyboard reaches.
SMALL: Final = """() => [...document.querySelectorAll(
    "a[href], button, input, select, summary, [role=slider]")].flatMap((target) => {
  const { width, height } = (target.closest("label") ?? target).getBoundingClientRect();
  const isThere = target.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const isSkip = target.matches(".skip-link") || !width;
  return !isThere || isSkip || Math.min(width, height) >= 23.9
    ? [] : [`${target.outerHTML.slice(0, 90)} ${width} × ${height}`];
})"""
PRESSABLE: Final = """() => [...document.querySelectorAll("button, input, select, summary")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .map((one) => one.outerHTML.slice(0, 90))"""


def test_verdict_is_a_heading(page: Page, song_wav: Path) -> None:
    """Who goes from heading to heading comes by the genre."""
    choose_and_compare(page, song_wav)

    expect(page.get_by_role("heading", name=re.compile(r"^Jazz \d+\.\d%$"))).to_be_visible()


def test_names_of_choosers(open_page: OpenPage, song_wav: Path) -> None:
    """Each says what it is for and, once chosen, which file it has; the formats describe it."""
    page = open_page(**FRENCH)
    page.locator("#alone > summary").click()
    titles = {"compare": "De quel genre s’agit-il ?", "svm": "SVM", "vgg19": "VGG19"}
    for key, title in titles.items():
        chooser = page.locator(f"#{key}-file")
        expect(chooser).to_have_accessible_name(f"Choisissez un morceau {title}")
        expect(chooser).to_have_accessible_description(re.compile("jusqu’à 64\\sMo$"))
    choose_and_compare(page, song_wav)

    expect(page.locator("#compare-file")).to_have_accessible_name(f"song.wav {titles['compare']}")


def test_skip_to_the_result(page: Page, song_wav: Path) -> None:
    """With a result there is a link to it; before, there is none to nowhere."""
    link = page.get_by_role("link", name="Skip to the result")
    expect(link).to_be_hidden()
    choose_and_compare(page, song_wav)
    expect(result(page)).to_be_visible()
    link.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    inside = page.evaluate("document.activeElement.closest('#compare-outcome') !== null")
    assert inside


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("state", ["empty", "answered", "answered_singly", "queued", "recording"])
def test_targets_are_large_enough(
    open_page: OpenPage, song_wav: Path, state: str, width: int
) -> None:
    """What can be pressed is 24 pixels wide and high, or more."""
    page = open_page(viewport={"width": width, "height": 800})
    STATES[state](page, song_wav)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")

    assert [] == page.evaluate(SMALL)


@pytest.mark.parametrize(("scheme", "locale"), [("light", "en-GB"), ("dark", "fr-FR")])
@pytest.mark.parametrize("state", STATES)
def test_no_violations_in_forced_colours(
    open_page: OpenPage, song_wav: Path, state: str, scheme: str, locale: str
) -> None:
    """axe-core finds nothing where the system chooses the colours, in either language."""
    page = open_page(forced_colors="active", color_scheme=scheme, locale=locale)
    STATES[state](page, song_wav)

    assert [] == page_to_violations(page)


def test_forced_colours(open_page: OpenPage, song_wav: Path) -> None:
    """Switches are the system's own, buttons that play have an edge, legends keep their colours."""
    page = open_page(forced_colors="active")
    STATES["answered"](page, song_wav)

    for switch in page.get_by_role("switch").all():
        expect(switch).to_have_css("appearance", "auto")
    for button in page.locator(".music-play:visible").all():
        expect(button).to_have_css("border-top-width", "2px")
    expect(page.locator(".music-legend")).to_have_css("forced-color-adjust", "none")


@pytest.mark.parametrize("locale", ["en-GB", "fr-FR"])
def test_without_scripts(open_page: OpenPage, song_wav: Path, locale: str) -> None:
    """The form lands at the answer, a beat plays by the browser's controls, no button is dead."""
    page = open_page(java_script_enabled=False, locale=locale)
    choose_and_compare(page, song_wav)

    expect(result(page)).to_be_in_viewport()
    for button in page.locator("button:visible").all():
        expect(button).to_have_attribute("type", "submit")
    for control in page.locator(".answer :is(input, select):visible").all():
        pytest.fail(control.inner_html())
    players = page.locator(".beat audio[controls]")
    expect(players.first).to_be_visible()
    source = players.first.get_attribute("src") or ""
    assert "audio/wav" == page.request.get(source).headers["content-type"]


@pytest.mark.parametrize("state", ["answered", "queued"])
def test_paper(open_page: OpenPage, song_wav: Path, state: str) -> None:
    """Paper has the files' names and the date, and nothing to press."""
    page = open_page(**FRENCH)
    STATES[state](page, song_wav)
    page.emulate_media(media="print")

    pressable = page.evaluate(PRESSABLE)
    assert [
        one for one in pressable if "plain" not in one and '<button type="button">' not in one
    ] == []
    expect(page.get_by_text(re.compile(r"^\d{1,2} \w+ \d{4}$"))).to_be_visible()
    expect(page.locator("#compare-results .file-name").first).to_be_visible()
    if state == "queued":
        expect(page.locator(".queue tbody th:visible")).to_contain_text(
            ["A much longer name", "notes.wav", "song.wav"]
        )
