"""Tempo, key and energy at a glance; the tempo corrected, and all that follows from it."""

import json
import re
from pathlib import Path

import pytest
from e2e.conftest import OpenPage
from e2e.person import choose_and_compare, result
from e2e.test_accessibility import page_to_violations
from playwright.sync_api import Locator, Page, expect

from tools.page_examples import name_to_file

# Taps half a second apart, whatever the machine is busy with.
TAP = """(button) => {
  for (let tap = 0; tap < 6; tap += 1) {
    const click = new MouseEvent("click", { bubbles: true });
    Object.defineProperty(click, "timeStamp", { value: 10_000 + tap * 500 });
    button.dispatchEvent(click);
  }
}"""


@pytest.fixture
def heard(page: Page, song_wav: Path) -> Page:
    """Open a song's result, its tools ready."""
    choose_and_compare(page, song_wav)
    expect(page.locator(".traits.is-live")).to_be_visible()
    return page


def tempo(page: Page) -> Locator:
    """Find the number of the chip."""
    return page.locator(".trait-tempo b")


def near(bpm: float) -> re.Pattern[str]:
    """Match a whole number of BPM within two of this."""
    return re.compile("^(" + "|".join(str(round(bpm) + off) for off in range(-2, 3)) + ")$")


def saved_bpm(page: Page) -> float:
    """Read the tempo in the result that is saved."""
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save as JSON").click()
    return float(json.loads(saving.value.path().read_text())["beat"]["tempo"]["bpm"])


def test_traits_at_once(page: Page) -> None:
    """Tempo, key with its Camelot code and energy are seen; their numbers wait under details."""
    choose_and_compare(page, name_to_file("classical"))  # whose key is clear
    traits = page.locator(".traits")
    for words in (r"Tempo\s*\d+ BPM", r"Key\s*\w.* \d+[AB] · \d+[dm]", r"Energy\s*\d+%"):
        expect(traits).to_contain_text(re.compile(words))
    expect(page.locator(".beat-heard")).to_be_hidden()
    page.get_by_text("in numbers").click()
    expect(page.locator(".beat-heard")).to_contain_text("LUFS")


def test_half_and_double(heard: Page) -> None:
    """Half the tempo is said by chip, numbers, beats, saved file and link; double it is undone."""
    whole = float(tempo(heard).inner_text())
    before = saved_bpm(heard)
    half = heard.get_by_role("button", name="÷2")
    half.click()

    expect(tempo(heard)).to_have_text(near(whole / 2))
    expect(half).to_be_focused()
    expect(heard.locator(".traits.is-live")).to_be_visible()
    expect(heard.locator(".toast")).to_contain_text("Rhythm and beats follow it.")
    heard.get_by_text("in numbers").click()
    expect(heard.locator(".beat-tempo .beat-number")).to_contain_text(tempo(heard).inner_text())
    assert before / 2 == pytest.approx(saved_bpm(heard), rel=0.03)
    expect(heard.locator("[data-beat]").first).to_be_visible()
    heard.get_by_role("button", name="×2").click()
    expect(tempo(heard)).to_have_text(near(whole))
    half.click()
    expect(tempo(heard)).to_have_text(near(whole / 2))

    heard.locator("#history li a").click()
    expect(heard.locator(".restored")).to_be_visible()
    expect(tempo(heard)).to_have_text(near(whole / 2))
    expect(heard.locator(".tempo-tools")).to_have_count(0)  # without the song


def test_beats_play_after_a_correction(heard: Page) -> None:
    """The beats that are drawn anew play as those before did, and the song stays where it is."""
    stage = heard.locator(".music-stage").element_handle()
    heard.get_by_role("button", name="÷2").click()
    expect(heard.locator(".toast")).to_contain_text("follow it")
    play = heard.locator(".beat-chosen [data-beat]")
    play.click()

    expect(play).to_have_attribute("aria-pressed", "true")
    assert stage is not None
    assert stage.evaluate("(stage) => stage.isConnected")


def test_tapped(heard: Page) -> None:
    """Taps half a second apart are 120 BPM, give or take what the beats themselves say."""
    heard.locator("[data-tap]").evaluate(TAP)
    expect(heard.locator(".toast")).to_contain_text("120 BPM: tap on, or wait")

    expect(tempo(heard)).to_have_text(re.compile("^(11[789]|12[0123])$"))


def test_tempo_that_nobody_counts(heard: Page) -> None:
    """A correction out of all bounds says so and changes nothing."""
    for _ in range(2):
        whole = tempo(heard).inner_text()
        if float(whole) > 120:
            break
        heard.get_by_role("button", name="×2").click()
        expect(tempo(heard)).not_to_have_text(whole)
        expect(heard.locator(".traits.is-live")).to_be_visible()
    heard.get_by_role("button", name="×2").click()

    expect(heard.locator(".toast")).to_contain_text("40 to 240")
    expect(tempo(heard)).to_have_text(whole)


def test_service_is_away(heard: Page) -> None:
    """Where it cannot be counted again, that is said, and the old tempo stays."""
    whole = tempo(heard).inner_text()
    problem = {"title": "Not ready", "detail": "Try again."}
    heard.route("**/api/recommend?*", lambda route: route.fulfill(status=503, json=problem))
    heard.get_by_role("button", name="÷2").click()

    expect(heard.locator(".toast")).to_contain_text("Not ready. Try again.")
    expect(tempo(heard)).to_have_text(whole)


def test_tools_without_javascript(open_page: OpenPage, song_wav: Path) -> None:
    """The chips are there without scripts, the buttons are not."""
    page = open_page(java_script_enabled=False)
    choose_and_compare(page, song_wav)

    expect(result(page)).to_be_visible()
    expect(page.locator(".traits")).to_contain_text("BPM")
    expect(page.locator(".tempo-tools")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violations(open_page: OpenPage, song_wav: Path, scheme: str) -> None:
    """axe-core finds nothing with everything open, in French."""
    page = open_page(color_scheme=scheme, locale="fr-FR", reduced_motion="reduce")
    choose_and_compare(page, song_wav)
    expect(page.locator(".traits.is-live")).to_be_visible()
    page.locator(".music-stretch").first.wait_for()
    for summary in page.locator("summary").all():
        summary.click()

    assert [] == page_to_violations(page)
