"""Two songs on one axis of time: seen under each other, heard in turn."""

from pathlib import Path

import pytest
import soundfile
from e2e.conftest import ROOT, OpenPage
from e2e.person import choose_and_compare
from e2e.test_accessibility import page_to_violations
from playwright.sync_api import Locator, Page, expect

from tools.page_examples import name_to_file

TARGET = ROOT / "build" / "screenshots"


@pytest.fixture
def songs(song_wav: Path, tmp_path: Path) -> list[Path]:
    """Twelve seconds of jazz, the first eight of them, and six seconds of ambient."""
    jazz, rate_hz = soundfile.read(song_wav)
    ambient, ambient_hz = soundfile.read(name_to_file("ambient"), frames=6 * 22_050)
    paths = [tmp_path / name for name in ["jazz.wav", "shorter.wav", "ambient.wav"]]
    soundfile.write(paths[0], jazz, rate_hz)
    soundfile.write(paths[1], jazz[: 8 * rate_hz], rate_hz)
    soundfile.write(paths[2], ambient, ambient_hz)
    return paths


def compare(page: Page, songs: list[Path]) -> Locator:
    """Give the songs, and compare the first with the second."""
    choose_and_compare(page, *songs)
    expect(page.locator(".queue tr.is-done")).to_have_count(len(songs))
    page.get_by_text("Compare two songs").first.click()
    compared = page.locator(".compared")
    expect(compared.locator(".outline-played")).to_have_count(2)
    return compared


def slider(compared: Locator) -> Locator:
    """Find the play head over both songs."""
    return compared.get_by_role("slider", name="Position in both songs")


def test_one_axis(page: Page, songs: list[Path]) -> None:
    """Both end at their own time on the axis of the longer one, in facts and in pictures."""
    compared = compare(page, songs)
    lengths = compared.get_by_role("row").filter(has_text="Length").get_by_role("cell")
    assert ["0:12", "0:08"] == lengths.all_inner_texts()
    expect(slider(compared)).to_have_attribute("aria-valuemax", "12")
    shares = compared.locator(".outline-played").evaluate_all(
        "waves => waves.map(wave => wave.getBBox().width / wave.viewBox.baseVal.width)"
    )
    assert [pytest.approx(1, abs=0.01), pytest.approx(8 / 12, abs=0.01)] == shares
    widths = compared.locator(".lane-genres svg").evaluate_all(
        "charts => charts.map(chart => chart.getBBox().width)"
    )
    assert [pytest.approx(12, abs=0.1), pytest.approx(8, abs=0.1)] == widths
    edges = compared.locator(".lane-mel canvas").evaluate_all(
        """canvases => canvases.map(canvas => {
            const at = canvas.getContext("2d").getImageData(
                Math.round(canvas.width * 0.9), 0, 1, canvas.height).data;
            return new Set(at.filter((_, i) => i % 4 === 0)).size;
        })"""
    )
    assert 1 < edges[0]
    assert 1 == edges[1]  # nothing is drawn where the shorter one is over


def test_heard_in_turn(page: Page, songs: list[Path]) -> None:
    """The other song goes on at the same second; behind its end there is nothing to hear."""
    compared = compare(page, songs)
    slider(compared).focus()
    page.keyboard.press("ArrowRight")
    first = compared.get_by_role("button", name="A: hear jazz.wav")
    second = compared.get_by_role("button", name="B: hear shorter.wav")
    compared.get_by_role("button", name="Play", exact=True).click()
    second.click()
    expect(second).to_have_attribute("aria-pressed", "true")
    expect(compared.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    assert 5 <= float(slider(compared).get_attribute("aria-valuenow") or -1) <= 8
    # It stops at its own end.
    expect(compared.get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(slider(compared)).to_have_attribute("aria-valuenow", "8")

    first.click()
    slider(compared).focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    expect(slider(compared)).to_have_attribute("aria-valuenow", "7")
    page.keyboard.press("ArrowRight")
    expect(slider(compared)).to_have_attribute("aria-valuenow", "12")
    second.click()
    expect(slider(compared)).to_have_attribute("aria-valuenow", "12")
    compared.get_by_role("button", name="Play", exact=True).click()  # from its beginning
    expect(compared.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    assert float(slider(compared).get_attribute("aria-valuenow") or -1) < 8


def test_another_pair(page: Page, songs: list[Path]) -> None:
    """Any two can be chosen, and the song that stays plays on; what is taken out may come back."""
    compared = compare(page, songs)
    compared.get_by_role("button", name="Play", exact=True).click()
    page.get_by_label("Song B").select_option(label="ambient.wav")
    names = compared.locator(".compared-name")
    expect(names.last).to_contain_text("ambient.wav")
    expect(compared.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    page.get_by_role("button", name="Remove ambient.wav").click()
    expect(names.last).to_contain_text("shorter.wav")
    page.get_by_role("button", name="Undo").click()
    expect(names.last).to_contain_text("ambient.wav")
    page.get_by_role("button", name="Remove ambient.wav").click()
    page.get_by_role("button", name="Remove shorter.wav").click()
    expect(compared).to_be_hidden()


def test_one_thing_sounds(page: Page, songs: list[Path]) -> None:
    """What begins stops what plays: the result, the two that are compared."""
    compared = compare(page, songs[:2])
    page.get_by_role("button", name="jazz.wav", exact=True).click()
    single = page.locator("#compare-results .music-controls .music-play")
    single.click()
    expect(single).to_have_accessible_name("Pause")
    compared.locator(".music-play").click()
    expect(single).to_have_accessible_name("Play")
    expect(compared.locator(".music-play")).to_have_accessible_name("Pause")
    single.click()
    expect(compared.locator(".music-play")).to_have_accessible_name("Play")


def test_corrections_are_seen(page: Page, songs: list[Path]) -> None:
    """A tempo that was halved and a genre that was corrected stand in the comparison at once."""
    compared = compare(page, songs[:2])
    page.get_by_role("button", name="jazz.wav", exact=True).click()
    tempo = compared.get_by_role("row").filter(has_text="BPM").get_by_role("cell").first
    before = tempo.inner_text()
    page.locator("[data-tempo='0.5']").click()
    expect(tempo).not_to_have_text(before)
    page.get_by_text("This is wrong").click()
    page.get_by_label("The right genre").fill("rock")
    page.get_by_role("button", name="Keep it").click()
    expect(compared.get_by_role("row").filter(has_text="Genre")).to_contain_text("you say: rock")


def test_no_genre_over_time_where_none_fits(page: Page, songs: list[Path], cases_dir: Path) -> None:
    """Speech has no lane of genres, and nothing is said of how it goes with music."""
    compared = compare(page, [songs[0], cases_dir / "speech_en.flac"])
    expect(compared.locator(".lane-genres")).to_have_count(1)
    expect(compared).not_to_contain_text("alike")
    expect(compared).not_to_contain_text("no clear key · ")


@pytest.mark.parametrize("scheme", ["light", "dark", "forced"])
def test_compared_for_everybody(open_page: OpenPage, songs: list[Path], scheme: str) -> None:
    """axe-core finds nothing while two songs are compared."""
    colours = {"forced_colors": "active"} if scheme == "forced" else {"color_scheme": scheme}
    page = open_page(reduced_motion="reduce", **colours)
    compare(page, songs[:2])
    assert [] == page_to_violations(page)


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_compared_fits(open_page: OpenPage, songs: list[Path], width: int) -> None:
    """Nothing is wider than the window; a picture is left in `build/screenshots`."""
    page = open_page(viewport={"width": width, "height": 900})
    compare(page, songs[:2])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    TARGET.mkdir(parents=True, exist_ok=True)
    page.locator(".comparison").screenshot(path=TARGET / f"compare-{width}.png")
