"""Pictures for docs/page.md in `build/pictures/`: what the window shows, at four widths."""

from pathlib import Path
from typing import Final

import pytest
import soundfile
from e2e.conftest import ROOT, OpenPage
from e2e.person import choose_and_compare, result
from e2e.states import STATES
from playwright.sync_api import Page, expect

from tools.page_examples import name_to_file

TARGET: Final = ROOT / "build" / "pictures"
SIZES: Final = {360: 740, 768: 1024, 1280: 800, 1920: 1080}
SETTLED_MS: Final = 1000
MIXED_S: Final = 20


@pytest.fixture
def inputs(song_wav: Path, cases_dir: Path, tmp_path: Path) -> dict[str, list[Path]]:
    """Jazz; classical music and jazz at once; speech; jazz and its first seconds."""
    classical, rate_hz = soundfile.read(name_to_file("classical"))
    jazz, _ = soundfile.read(name_to_file("jazz"))
    both, short = tmp_path / "two at once.wav", tmp_path / "Blue, live.wav"
    n_samples = MIXED_S * rate_hz
    mixed = (classical[:n_samples] / abs(classical).max() + jazz[:n_samples] / abs(jazz).max()) / 2
    soundfile.write(both, mixed, rate_hz)
    soundfile.write(short, jazz[: 9 * rate_hz], rate_hz)
    return {
        "result": [song_wav],
        "doubt": [both],
        "not-music": [cases_dir / "speech_en.flac"],
        "compare": [song_wav, short],
    }


def show(page: Page, state: str, inputs: dict[str, list[Path]]) -> None:
    """Bring the page into a state, as a person does."""
    if state not in inputs:
        STATES[state](page, inputs["result"][0])
        return
    choose_and_compare(page, *inputs[state])
    if state == "compare":
        expect(page.locator(".queue tr.is-done")).to_have_count(2)
        page.locator(".comparison > summary").click()
        expect(page.locator(".compared .outline-played")).to_have_count(2)
        page.locator(".comparison").evaluate("(part) => part.scrollIntoView()")
        return
    expect(result(page)).to_be_visible()
    expect(page.locator(".outline-played")).to_be_attached()


WORDS: Final = {
    "result": "Jazz",
    "doubt": "Classical or ",
    "not-music": "This is not music (speech)",
    "silent": "silence",
    "queued": "A much longer name",
    "compare": "Compare two songs",
}


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("state", WORDS)
def test_picture(
    open_page: OpenPage, inputs: dict[str, list[Path]], state: str, width: int
) -> None:
    """The window shows what docs/page.md says of it; a picture is left."""
    page = open_page(viewport={"width": width, "height": SIZES[width]}, color_scheme="light")
    show(page, state, inputs)
    page.wait_for_timeout(SETTLED_MS)
    expect(page.locator("main")).to_contain_text(WORDS[state])
    page.screenshot(path=TARGET / f"{state}-{width}.png")
