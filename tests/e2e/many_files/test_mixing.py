"""What goes with a song among the reader's own files, and the set list of them."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import pytest
import soundfile
from e2e.changed_answers import Bodies, frontend_hearing
from e2e.conftest import ROOT, OpenPage
from e2e.person import choose_and_compare
from e2e.test_accessibility import page_to_violations
from playwright.sync_api import Page, expect

from tools.processes import Services

TARGET: Final = ROOT / "build" / "screenshots"
LONGEST_S: Final = 12
# Of each song what decides what it goes with: tempo, Camelot, energy.
HEARD: Final = {
    "a.wav": (124.0, "8A", 0.5),
    "b.wav": (126.0, "9A", 0.6),
    "c.wav": (62.5, "8B", 0.7),
    "d.wav": (124.0, "2A", 0.4),
    "e.wav": (140.0, "8A", 0.9),
}


@pytest.fixture
def songs(song_wav: Path, tmp_path: Path) -> list[Path]:
    """Cut the song under the names of those that are heard, each by a second shorter."""
    waveform, rate_hz = soundfile.read(song_wav)
    for number, name in enumerate(HEARD):
        soundfile.write(tmp_path / name, waveform[: -(number + 1) * rate_hz], rate_hz)
    return [tmp_path / name for name in HEARD]


@pytest.fixture
def open_hearing(services: Services, open_page: OpenPage) -> Iterator[OpenPage]:
    """Open a page that hears what `HEARD` says of the songs, which it knows by their length."""
    with ExitStack() as stack:
        heard = list(HEARD.values())

        def change(bodies: Bodies) -> Bodies:
            number = LONGEST_S - 1 - round(bodies["svm"]["audio"]["duration_s"])
            bpm, camelot, energy = heard[number]
            beat = dict(bodies["beat"])
            beat["tempo"] = {**beat["tempo"], "bpm": bpm}
            beat["key"] = {**beat["key"], "camelot": camelot, "clear": True}
            beat["energy"] = {**beat["energy"], "energy": energy}
            return {**bodies, "beat": beat}

        def opened(path: str = "/", **options: Any) -> Page:
            address = stack.enter_context(frontend_hearing(services, change))
            page = open_page(path, base_url=address, **options)
            stack.callback(page.close)
            return page

        yield opened


def hear(page: Page, songs: Sequence[Path]) -> None:
    """Give the songs and wait until all are over."""
    choose_and_compare(page, *songs)
    expect(page.locator(".queue tr.is-done")).to_have_count(len(songs))


def set_names(page: Page) -> list[str]:
    """Read the set list from its first song to its last."""
    return page.locator(".set-song .file-name").all_inner_texts()


def test_goes_with(open_hearing: OpenPage, songs: list[Path]) -> None:
    """Those near on the wheel and within 6 % of the tempo, in double time too; one opens."""
    page = open_hearing()
    hear(page, songs)
    keys = dict(
        zip(
            page.locator(".queue tbody th").all_inner_texts(),
            page.locator(".queue tbody td:nth-of-type(4)").all_inner_texts(),
            strict=True,
        )
    )
    assert {name: heard[1] for name, heard in HEARD.items()} == keys
    page.get_by_role("button", name="a.wav", exact=True).click()
    near = page.get_by_role("region", name="Goes with").get_by_role("listitem")
    expect(near).to_have_count(2)
    expect(near.filter(has_text="b.wav")).to_contain_text(
        "8A → 9A, one step up · 124 → 126 BPM (−1.6%)"
    )
    expect(near.filter(has_text="c.wav")).to_contain_text("relative key · 124 → 63 × 2 BPM (−0.8%)")
    near.get_by_role("button", name="b.wav", exact=True).click()
    expect(page.locator("#compare-results .facts")).to_contain_text("b.wav")
    expect(near).to_contain_text(["a.wav"])
    page.get_by_role("button", name="d.wav", exact=True).click()
    expect(page.get_by_role("region", name="Goes with")).to_contain_text("None of your other files")


def test_neighbour_is_compared(open_hearing: OpenPage, songs: list[Path]) -> None:
    """A file that goes with the open one is compared with it by its own button."""
    page = open_hearing()
    hear(page, songs[:2])
    page.get_by_role("button", name="a.wav", exact=True).click()
    near = page.get_by_role("region", name="Goes with")
    near.get_by_role("button", name="Compare with b.wav").click()
    expect(page.locator(".compared-name")).to_have_text(["A a.wav", "B b.wav"])
    expect(page.locator(".compared")).to_contain_text("8A → 9A, one step up")
    expect(page.get_by_label("Song B")).to_be_focused()


def test_set_list(open_hearing: OpenPage, songs: list[Path]) -> None:
    """The set is put in order, moved by keyboard, shows what lies between, and is saved so."""
    page = open_hearing()
    hear(page, songs)
    page.get_by_text("Set list").click()
    expect(page.locator(".set-song")).to_have_count(len(songs))
    page.get_by_label("Order by").select_option(label="tempo")
    assert "c.wav" == set_names(page)[0]
    assert "e.wav" == set_names(page)[-1]
    expect(page.locator(".set-step").last).to_contain_text("126 → 140 BPM (−10%) · a break")
    page.get_by_label("Order by").select_option(label="smooth transitions")
    smooth = set_names(page)
    assert "d.wav" == smooth[0]
    assert 1 == abs(smooth.index("a.wav") - smooth.index("b.wav"))
    down = page.get_by_role("button", name="Move d.wav down")
    down.press("Enter")
    down.press("Enter")
    expect(down).to_be_focused()
    moved = [*smooth[1:3], "d.wav", *smooth[3:]]
    assert moved == set_names(page)
    expect(page.locator(".set-list").get_by_role("status")).to_have_text("d.wav: 3 of 5")

    with page.expect_download() as saving:
        page.get_by_role("button", name="Save the set as a playlist").click()
    lines = saving.value.path().read_text(encoding="utf-8").splitlines()
    assert moved == [line for line in lines if not line.startswith("#")]
    assert saving.value.suggested_filename.startswith("Set list ")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_looks(open_hearing: OpenPage, songs: list[Path], width: int, scheme: str) -> None:
    """Neighbours and set list are within the window; axe-core finds nothing."""
    locale = "fr-FR" if scheme == "light" else "en-GB"
    size = {"width": width, "height": 900}
    page = open_hearing(viewport=size, color_scheme=scheme, locale=locale, reduced_motion="reduce")
    hear(page, songs)
    page.locator(".set-list summary").click()
    expect(page.locator(".set-song")).to_have_count(len(songs))
    page.get_by_role("button", name="a.wav", exact=True).click()
    expect(page.locator(".neighbours li")).to_have_count(2)
    page.wait_for_timeout(1000)
    page.screenshot(path=TARGET / f"mixing-{width}-{scheme}.png", full_page=True)

    assert width >= page.evaluate("document.documentElement.scrollWidth")
    page.locator(".queue-scroll").evaluate("(list) => list.scrollTo(0, 0)")
    assert [] == page_to_violations(page)
