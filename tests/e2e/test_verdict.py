"""What people see where a model says that no genre fits, with scripts and without."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import pytest
from e2e.changed_answers import frontend_hearing
from e2e.conftest import ROOT, OpenPage
from e2e.person import ask_alone, choose_and_compare, result
from e2e.test_accessibility import page_to_violations
from fake_services import none_of_these, not_music, prediction
from playwright.sync_api import Page, expect

from tools.processes import Services

TARGET: Final = ROOT / "build" / "screenshots"
AMBIGUOUS: Final = prediction("ambiguous", "svm", classical=0.41, country=0.38)
SAID: Final[dict[str, dict[str, dict[str, Any]]]] = {
    "ambiguous": {"svm": AMBIGUOUS, "vgg19": AMBIGUOUS},
    "none_of_these": {"svm": none_of_these()},
    "not_music": {"svm": not_music("speech")},
}
SETTLED_MS: Final = 1000

OpenWhere = Callable[..., Page]


@pytest.fixture
def open_where(services: Services, open_page: OpenPage) -> Iterator[OpenWhere]:
    """Open the page of a front end that hears these answers beside the real ones."""
    with ExitStack() as stack:

        def opened(*saying: dict[str, dict[str, Any]], **options: Any) -> Page:
            rest = list(saying)

            def change(bodies: Any) -> Any:
                return {**bodies, **(rest.pop(0) if len(rest) > 1 else rest[0])}

            address = stack.enter_context(frontend_hearing(services, change))
            page = open_page(base_url=address, **options)
            stack.callback(page.close)  # before the server: what it still loads would fail
            return page

        yield opened


def test_not_music(open_where: OpenWhere, song_wav: Path) -> None:
    """What is no music is called what it is; no genre, no beat and no reasons are shown for it."""
    page = open_where(SAID["not_music"])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    choose_and_compare(page, song_wav)

    expect(result(page)).to_have_text("This is not music (speech)")
    verdict = page.locator(".result-ensemble")
    expect(verdict).to_contain_text("Try a stretch with music in it.")
    expect(result(page, "vgg19")).to_have_text("Cannot tell")
    expect(page.locator("#compare-results")).not_to_contain_text("Sure")
    expect(page.locator(".beat")).to_contain_text("No beat is suggested")
    expect(page.locator("[data-beat], [data-genres], .music-why")).to_have_count(0)
    expect(page.locator(".bars").first).to_be_hidden()
    verdict.get_by_text("If it had to be one of the ten").click()
    expect(verdict.locator(".bars tbody tr")).to_have_count(10)
    expect(page.locator(".outline-played")).to_be_attached()  # the sound itself is drawn
    page.wait_for_timeout(SETTLED_MS)
    assert not any("/api/explain" in address for address in asked)


def test_none_of_these(open_where: OpenWhere, song_wav: Path) -> None:
    """Music of another kind has the words that fit it, the nearest genre, and a beat."""
    page = open_where(SAID["none_of_these"])
    choose_and_compare(page, song_wav)

    expect(result(page)).to_have_text("None of the ten: rather electronic")
    words = page.get_by_role("list", name="Words that fit it better")
    expect(words.get_by_role("listitem")).to_have_text(
        ["electronic", "ambient", "female vocalists", "chillout", "piano"]
    )
    expect(page.locator(".result-ensemble .note")).to_contain_text("nearest: ")
    expect(result(page, "vgg19")).to_have_text("Cannot tell")
    expect(page.locator("[data-beat]").first).to_be_visible()


def test_asked_alone(open_where: OpenWhere, song_wav: Path) -> None:
    """A model that is asked alone gives the whole verdict: its words, and the nearest genre."""
    page = open_where(SAID["none_of_these"])
    ask_alone(page, "svm", song_wav)

    expect(result(page, "svm", place="svm")).to_have_text("None of the ten: rather electronic")
    expect(page.locator("#svm-results .tag")).to_have_count(5)
    expect(page.locator("#svm-results")).to_contain_text("nearest: pop")


def test_ambiguous(open_where: OpenWhere, song_wav: Path) -> None:
    """An answer that is not sure asks which of two it is, at one size, and says what that means."""
    page = open_where(SAID["ambiguous"])
    choose_and_compare(page, song_wav)

    expect(result(page)).to_contain_text("Classical or country?")
    verdict = page.locator(".result-ensemble")
    expect(verdict.locator(".outcome")).to_have_text("not sure")
    expect(page.locator(".sureness")).to_have_count(1)
    expect(page.locator(".sureness")).to_contain_text(re.compile(r"\d\d% were right"))
    expect(page.locator("#compare-results")).not_to_contain_text("“Sure”")
    expect(page.locator(".lane-genres")).to_have_count(2)


@pytest.mark.parametrize("said", SAID)
def test_without_javascript(open_where: OpenWhere, song_wav: Path, said: str) -> None:
    """The page that a form brings back says the same, in French too."""
    page = open_where(SAID[said], java_script_enabled=False, locale="fr-FR")
    choose_and_compare(page, song_wav)

    french = {
        "ambiguous": "Classique ou country\N{NO-BREAK SPACE}?",
        "none_of_these": "Aucun des dix\N{NO-BREAK SPACE}: plutôt électronique",
        "not_music": "Ce n’est pas de la musique (parole)",
    }
    expect(result(page)).to_contain_text(french[said])
    for summary in page.locator(".bars-folded summary").all():
        summary.click()
    expect(page.locator(".bars").first).to_be_visible()


def test_kept_and_restored(open_where: OpenWhere, song_wav: Path) -> None:
    """The list of earlier results says what it was, and the result comes back."""
    page = open_where(SAID["not_music"])
    choose_and_compare(page, song_wav)
    line = page.locator("#history li")
    expect(line).to_contain_text("not music: speech")
    page.reload()
    line.get_by_role("link").click()

    expect(result(page)).to_have_text("This is not music (speech)")
    expect(page.locator(".beat")).to_contain_text("No beat is suggested")


def test_line_of_earlier_days(page: Page) -> None:
    """A line that was kept before there were outcomes still says its genre, or silence."""
    page.evaluate(
        """() => localStorage.setItem("results", JSON.stringify([["rock", 0.5], [null, null]].map(
          ([genre, probability], n) => ({when_ms: n, file_name: `old ${n}`, genre, probability,
                                         link: `/#result=${n}`}))))"""
    )
    page.reload()

    expect(page.locator("#history li").first).to_contain_text("old 0 rock 50%")
    expect(page.locator("#history li").last).to_contain_text("old 1 silence")


def test_queue(open_where: OpenWhere, song_wav: Path, tmp_path: Path) -> None:
    """The table says and sorts what names no genre, after what does, and saves all of it."""
    songs = [tmp_path / f"{number}.wav" for number in range(3)]
    for song in songs:
        song.write_bytes(song_wav.read_bytes())
    page = open_where(SAID["not_music"], SAID["none_of_these"], SAID["ambiguous"])
    choose_and_compare(page, *songs)
    expect(page.locator(".queue tr.is-done")).to_have_count(3)
    page.locator(".queue").get_by_role("button", name="Genre").click()

    genres = page.locator(".queue tbody td:nth-of-type(1)")
    expect(genres).to_have_text(
        ["between classical and country", "none of the genres", "not music: speech"]
    )
    last = page.locator(".queue tbody tr").last.locator("td")
    expect(last.nth(1)).to_have_text("–")
    expect(last.nth(2)).to_have_text("–")

    with page.expect_download() as saving:
        page.locator(".queue").get_by_role("button", name="Save as CSV").click()
    text = saving.value.path().read_text(encoding="utf-8-sig")
    rows = {row["outcome"]: row for row in csv.DictReader(io.StringIO(text))}
    assert {"ambiguous", "none_of_these", "not_music"} == rows.keys()
    assert ("", "speech", "", "") == tuple(
        rows["not_music"][name] for name in ("genre", "kind", "probability", "bpm")
    )
    foreign = rows["none_of_these"]
    assert "electronic; ambient; female vocalists; chillout; piano" == foreign["tags"]
    assert foreign["nearest"]

    with page.expect_download() as saving:
        page.locator(".queue").get_by_role("button", name="Save as JSON").click()
    kept = json.loads(saving.value.path().read_text())
    assert rows.keys() == {one["body"]["ensemble"]["outcome"] for one in kept}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("said", SAID)
def test_looks(open_where: OpenWhere, song_wav: Path, said: str, width: int, scheme: str) -> None:
    """Nothing is wider than the window and axe-core finds nothing; a picture is for eyes."""
    locale = "fr-FR" if scheme == "light" else "en-GB"
    size = {"width": width, "height": 800}
    page = open_where(
        SAID[said], viewport=size, color_scheme=scheme, locale=locale, reduced_motion="reduce"
    )
    choose_and_compare(page, song_wav)
    expect(result(page)).to_be_visible()
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=TARGET / f"{said}-{width}-{scheme}.png", full_page=True)
    for summary in page.locator(".bars-folded summary").all():
        summary.click()

    assert width >= page.evaluate("document.documentElement.scrollWidth")
    assert [] == page_to_violations(page)
