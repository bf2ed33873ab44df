"""How the page loads and lies: fast, strict, without shifts, at every width, on paper."""

from pathlib import Path

import pytest
from e2e.conftest import OpenPage
from e2e.person import ask_alone, choose_and_compare, result, slow_down
from e2e.states import STATES
from playwright.sync_api import Page, expect

from tools.processes import Services

FIRST_PAINT_MS = 1000
UNCOMPRESSED_BYTES = 450_000  # a third of it over a line that compresses
INVISIBLE_SHIFT = 0.001  # [share of the window]: fractions of pixels are rounded
CANCEL = "quiet"  # the button behind words that change, more often on a busy machine
SHIFTS = """
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) {
      const what = shift.sources.map(({node}) => node?.className ?? node?.nodeName).join(" ");
      if (!shift.hadRecentInput) window.shifts.push([shift.value, what]);
    }
  }).observe({type: "layout-shift", buffered: true});
"""


def first_paint_ms(page: Page) -> float:
    """Return when the page first showed something [ms after its start]."""
    return float(
        page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    )


def test_first_paint(open_page: OpenPage) -> None:
    """The page shows something within a second, also to somebody who was never here."""
    best_ms = float("inf")  # of three, because the machine may be busy
    for _ in range(3):
        page = open_page()
        page.wait_for_load_state("load")
        page.wait_for_timeout(500)
        best_ms = min(best_ms, first_paint_ms(page))

    assert best_ms < FIRST_PAINT_MS


def test_scripts_and_policy(open_page: OpenPage, services: Services, song_wav: Path) -> None:
    """A whole visit loads few scripts, from here alone, under a policy without exceptions."""
    page = open_page()
    answer = page.reload()
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    choose_and_compare(page, song_wav)
    expect(result(page)).to_be_visible()
    page.wait_for_load_state("networkidle")
    loaded: dict[str, int] = page.evaluate(
        """Object.fromEntries(performance.getEntriesByType("resource")
           .filter(({name}) => name.endsWith(".js"))
           .map(({name, encodedBodySize}) => [name, encodedBodySize]))"""
    )

    assert loaded
    assert all(address.startswith(f"{services.frontend}/static/built/") for address in loaded)
    assert 0 < sum(loaded.values()) < UNCOMPRESSED_BYTES
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("locale", ["en-GB", "fr-FR", "de-DE"])
@pytest.mark.parametrize(("width", "height"), [(390, 720), (1280, 600), (1366, 641)])
def test_first_window(open_page: OpenPage, width: int, height: int, locale: str) -> None:
    """Where to choose a song, what asks and what records are seen without scrolling, whole.

    The heights are what a browser's own bars leave of a phone's and of a laptop's.
    """
    page = open_page(viewport={"width": width, "height": height}, locale=locale)

    for shown in ("label[for=compare-file]", "[type=submit]", "[data-record]"):
        expect(page.locator(f"#compare-form {shown}").first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [320, 768, 1280, 3840])
@pytest.mark.parametrize("state", ["empty", "answered", "queued", "recording"])
def test_no_sideways_scrolling(open_page: OpenPage, song_wav: Path, state: str, width: int) -> None:
    """Nothing is wider than the window, from the narrowest phone to 4K, in either language."""
    page = open_page(viewport={"width": width, "height": 900}, locale="fr-FR")
    STATES[state](page, song_wav)

    assert width >= page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("place", ["compare", "svm"])
def test_nothing_shifts_when_results_arrive(
    open_page: OpenPage, song_wav: Path, place: str
) -> None:
    """What a person looks at stays where it is while results come."""
    page = open_page(viewport={"width": 1280, "height": 900})
    page.context.add_init_script(SHIFTS)
    page.reload()
    slow_down(page)
    if place == "compare":
        choose_and_compare(page, song_wav)
    else:
        ask_alone(page, place, song_wav)
    expect(page.locator(f"#{place}-outcome progress")).to_be_visible()
    page.evaluate("new Promise((done) => setTimeout(done, 300))")  # the view has moved there
    page.evaluate("window.shifts.length = 0")
    expect(page.locator(f"#{place}-results .genre").first).to_be_visible()
    page.wait_for_timeout(1500)
    shifts = page.evaluate("window.shifts")

    assert sum(value for value, what in shifts if what != CANCEL) < INVISIBLE_SHIFT, shifts
    assert max((value for value, _ in shifts), default=0) < INVISIBLE_SHIFT, shifts


def test_theme_without_a_flash(open_page: OpenPage) -> None:
    """A chosen theme counts at once, and from the first byte of the next page."""
    page = open_page(color_scheme="light")
    page.get_by_role("link", name="Dark").click()
    expect(page.locator("body")).to_have_css("background-color", "rgb(18, 20, 19)")
    page.reload(wait_until="commit")
    expect(page.locator("#dark")).to_have_attribute("media", "screen")
    page.get_by_role("link", name="As the system").click()
    expect(page.locator("body")).to_have_css("background-color", "rgb(246, 245, 241)")


def test_print_view(page: Page, song_wav: Path) -> None:
    """Paper gets the results and nothing to press."""
    choose_and_compare(page, song_wav)
    expect(result(page)).to_be_visible()
    page.emulate_media(media="print")

    expect(result(page, "svm")).to_be_visible()
    for hidden in (
        "#compare-form",
        "#compare-outcome .doing",
        "#alone",
        "#history",
        ".result-actions",
        ".languages",
    ):
        expect(page.locator(hidden)).to_be_hidden()


def test_reduced_motion(open_page: OpenPage, song_wav: Path) -> None:
    """Nothing moves by itself for those who asked for that."""
    page = open_page(reduced_motion="reduce")
    choose_and_compare(page, song_wav)
    expect(result(page)).to_be_visible()

    assert [] == page.evaluate("document.getAnimations().map((running) => running.animationName)")
