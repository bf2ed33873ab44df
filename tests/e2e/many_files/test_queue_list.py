"""Many files as a list with one of them open: filter, steps, retry, undo, a busy site."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from e2e.changed_answers import Bodies, frontend_hearing
from e2e.conftest import ROOT, OpenPage
from e2e.person import choose_and_compare, drop, slow_down, tab_to
from e2e.test_accessibility import page_to_violations
from fake_services import problem
from playwright.sync_api import Dialog, Locator, Page, Route, expect

from tools.page_examples import name_to_file
from tools.processes import Services

TARGET: Final = ROOT / "build" / "screenshots"
N_FILES: Final = 40
HEAR_ALL_WITHIN_MS: Final = 240_000
EXAMPLES: Final = ("jazz", "classical", "disco")

CopySongs = Callable[[int], list[Path]]


@pytest.fixture
def copy_songs(song_wav: Path, tmp_path: Path) -> CopySongs:
    """Copy the song as often as asked for."""

    def copy(number: int) -> list[Path]:
        return [Path(shutil.copy(song_wav, tmp_path / f"song {n}.wav")) for n in range(number)]

    return copy


@pytest.fixture
def mixed(tmp_path: Path) -> list[Path]:
    """Take songs of three genres, and a file that is no music."""
    songs = [Path(shutil.copy(name_to_file(name), tmp_path / f"{name}.mp3")) for name in EXAMPLES]
    rubbish = tmp_path / "notes.wav"
    rubbish.write_text("no music")
    return [*songs, rubbish]


def rows(page: Page) -> Locator:
    """Find the rows that are shown."""
    return page.locator(".queue tbody tr")


def state(page: Page) -> Locator:
    """Find what is said of the whole list."""
    return page.locator(".queue-state > span").first


def hear_all(page: Page, songs: list[Path]) -> None:
    """Give the songs and wait until all are over."""
    choose_and_compare(page, *songs)
    expect(page.locator(".queue tr.is-done")).to_have_count(len(songs), timeout=HEAR_ALL_WITHIN_MS)


def test_busy_site(services: Services, open_page: OpenPage, copy_songs: CopySongs) -> None:
    """Of forty files none is lost where a service refuses every fourth: they are sent again."""
    asked: list[bool] = []

    def refuse_some(bodies: Bodies) -> Bodies:
        asked.append(len(asked) % 4 == 1)
        busy: dict[str, Any] = problem("overloaded", 503) | {"retry_after_s": 0}
        return {**bodies, "svm": busy} if asked[-1] else bodies

    with frontend_hearing(services, refuse_some) as address:
        page = open_page(base_url=address)
        hear_all(page, copy_songs(N_FILES))
        expect(state(page)).to_have_text(f"{N_FILES} done, 0 failed")
        page.close()

    assert N_FILES == asked.count(False)
    assert asked.count(True) > N_FILES // 4


def test_waits_as_told(page: Page, copy_songs: CopySongs) -> None:
    """A site that is busy says when to come again; the row says so, nothing is sent meanwhile."""
    sent: list[float] = []

    def refuse_once(route: Route) -> None:
        if route.request.method != "POST" or "X-Fragment".lower() not in route.request.headers:
            route.fallback()
            return
        sent.append(page.evaluate("performance.now()"))
        headers = {"Content-Type": "text/html", "Retry-After": "2"}
        if len(sent) <= 2:
            route.fulfill(status=503, headers=headers, body="<p>busy</p>")
        else:
            route.fallback()

    page.route("**/*", refuse_once)
    choose_and_compare(page, *copy_songs(3))
    expect(rows(page).first).to_contain_text("The site is busy, next try in 2 s")
    expect(page.locator(".queue tr.is-done")).to_have_count(3)
    assert 5 == len(sent)
    assert sent[2] - sent[1] >= 1900


def test_filter_and_steps(page: Page, mixed: list[Path]) -> None:
    """Only what needs a look is shown; the result is open under the list, which stays in view."""
    hear_all(page, mixed)
    show = page.get_by_label("Show")
    show.select_option(label="failed (1)")
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text("notes.wav")
    show.select_option(label="jazz (1)")
    expect(rows(page)).to_contain_text("jazz.mp3")
    show.select_option(label="not done yet (0)")
    expect(page.get_by_text("No file of this kind.")).to_be_visible()
    show.select_option(label="all (4)")

    page.get_by_role("button", name="File", exact=True).click()
    page.get_by_role("button", name="classical.mp3", exact=True).click()
    bar = page.get_by_role("navigation", name="The file that is open")
    facts = page.locator("#compare-results .facts")
    expect(bar).to_contain_text("classical.mp3 1 of 4")
    expect(bar.get_by_role("button", name="Previous")).to_have_attribute("aria-disabled", "true")
    bar.get_by_role("button", name="Next").click()
    expect(facts).to_contain_text("disco.mp3")
    expect(bar.get_by_role("button", name="Next")).to_be_focused()
    expect(rows(page).nth(1)).to_be_in_viewport()
    expect(page.locator(".result .genre").first).to_be_in_viewport()
    expect(rows(page).nth(1)).to_have_attribute("aria-current", "true")
    bar.get_by_role("button", name="Back to the list").click()
    expect(page.get_by_role("button", name="disco.mp3", exact=True)).to_be_focused()


def test_retry(page: Page, copy_songs: CopySongs, song_wav: Path) -> None:
    """What failed is sent again, one file or all of them; each is counted as what it became."""
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and len(lost) < 2:
            lost.append(route.request.url)
            route.fulfill(status=502, headers={"Content-Type": "text/plain"}, body="down")
        else:
            route.fallback()

    page.route("**/*", lose)
    choose_and_compare(page, *copy_songs(3))
    expect(state(page)).to_have_text("1 done, 2 failed")
    page.get_by_role("button", name="Try song 0.wav again").click()
    expect(state(page)).to_have_text("2 done, 1 failed")
    page.get_by_role("button", name="Try the failed again (1)").click()
    expect(state(page)).to_have_text("3 done, 0 failed")
    drop(page, "#compare", [song_wav])
    expect(state(page)).to_have_text("4 done, 0 failed")


def test_remove_and_undo(page: Page, copy_songs: CopySongs) -> None:
    """One file goes, the focus stays in the list; undo puts it where it was, one after another."""
    hear_all(page, copy_songs(3))
    page.get_by_role("button", name="Remove song 1.wav").click()
    expect(rows(page)).to_have_count(2)
    expect(page.get_by_role("button", name="Remove song 2.wav")).to_be_focused()
    expect(page.locator(".queue-undo")).to_contain_text("song 1.wav was removed.")
    page.get_by_role("button", name="Remove song 2.wav").press("Enter")
    expect(rows(page)).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".queue tbody th")).to_have_text(["song 0.wav", "song 1.wav", "song 2.wav"])
    expect(page.locator(".queue-undo")).to_be_hidden()


def test_leaving_asks(page: Page, copy_songs: CopySongs) -> None:
    """While files are on their way the browser asks before it leaves; afterwards it does not."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("heading", level=1).click()  # it asks only who has used the page
    slow_down(page)
    choose_and_compare(page, *copy_songs(3))
    expect(rows(page)).to_have_count(3)
    page.evaluate("location.reload()")
    page.wait_for_timeout(500)
    assert ["beforeunload"] == asked
    page.get_by_role("button", name="Clear the list").click()
    page.reload()
    assert ["beforeunload"] == asked


def test_by_keyboard(open_page: OpenPage, mixed: list[Path]) -> None:
    """The whole list by keyboard alone, in French: filter, arrows, open, next, back, remove."""
    page = open_page(locale="fr-FR")
    hear_all(page, mixed)
    expect(state(page)).to_have_text("Terminés\N{NO-BREAK SPACE}: 3, en échec\N{NO-BREAK SPACE}: 1")
    tab_to(page, page.get_by_role("button", name="jazz.mp3", exact=True))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="classical.mp3", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#compare-results .facts")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Retour à la liste")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#compare-results .facts")).to_contain_text("disco.mp3")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="disco.mp3", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(3)
    tab_to(page, page.get_by_role("button", name="Rétablir"), most=200)
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(4)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_looks(
    open_page: OpenPage, mixed: list[Path], copy_songs: CopySongs, width: int, scheme: str
) -> None:
    """The list and the open result are in one window, nothing is wider; axe-core finds nothing."""
    locale = "fr-FR" if scheme == "light" else "en-GB"
    size = {"width": width, "height": 740}
    page = open_page(viewport=size, color_scheme=scheme, locale=locale, reduced_motion="reduce")
    hear_all(page, [*mixed, *copy_songs(4)])
    page.locator(".queue tr.is-done th button").nth(1).click()
    page.locator(".queue-icon").last.click()
    expect(page.locator(".queue-undo")).to_be_visible()
    page.locator(".queue-detail button").nth(1).click()
    page.wait_for_timeout(1000)
    page.screenshot(path=TARGET / f"list-{width}-{scheme}.png")

    expect(page.locator("#compare-results .genre").first).to_be_in_viewport()
    expect(page.locator(".queue tr[aria-current]")).to_be_in_viewport()
    assert width >= page.evaluate("document.documentElement.scrollWidth")
    # A row that is half under the head of the list counts as too small to be hit.
    page.locator(".queue-scroll").evaluate("(list) => list.scrollTo(0, 0)")
    assert [] == page_to_violations(page)
