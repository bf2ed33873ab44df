"""The states of the page that are looked at: how a person gets there."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
from e2e.person import choose_and_compare, result, slow_down
from playwright.sync_api import Page, expect

State = Callable[[Page, Path], None]


def empty(page: Page, song: Path) -> None:
    """Do nothing yet."""
    del song
    expect(page.locator("#compare-form")).to_be_visible()


def uploading(page: Page, song: Path) -> None:
    """Send a file that is still on its way."""
    slow_down(page)
    choose_and_compare(page, song)
    expect(page.locator("#compare-outcome progress")).to_be_visible()


def answered(page: Page, song: Path) -> None:
    """Wait until both models answered, and the music is drawn and explained."""
    choose_and_compare(page, song)
    expect(result(page)).to_be_visible()
    expect(page.locator(".music-stretch").first).to_be_visible()
    expect(page.locator("#history li")).to_have_count(1)


def restored(page: Page, song: Path) -> None:
    """Take a result back from the history, without its audio."""
    answered(page, song)
    page.reload()
    page.locator("#history li a").click()
    expect(page.locator("#compare-results .restored")).to_be_visible()


def answered_singly(page: Page, song: Path) -> None:
    """Let one model answer in its own section."""
    page.locator("#alone > summary").click()
    page.locator("#vgg19-file").set_input_files(song)
    expect(result(page, "vgg19", place="vgg19")).to_be_visible()


def refused(page: Page, song: Path) -> None:
    """Send a file that is no music."""
    rubbish = song.with_name("notes.wav")
    rubbish.write_text("no music")
    choose_and_compare(page, rubbish)
    expect(page.get_by_role("alert")).to_be_visible()


def silent(page: Page, song: Path) -> None:
    """Send a file in which nothing is to be heard."""
    silence = song.with_name("silence.wav")
    soundfile.write(silence, np.zeros(5 * 22_050), 22_050)
    choose_and_compare(page, silence)
    expect(page.locator("#compare-results .silence")).to_be_visible()


def queued(page: Page, song: Path) -> None:
    """Let several files be classified, and open one of them."""
    rubbish = song.with_name("notes.wav")
    rubbish.write_text("no music")
    other = song.with_name("A much longer name of a song, live at home.wav")
    other.write_bytes(song.read_bytes())
    choose_and_compare(page, song, other, rubbish)
    expect(page.locator(".queue tr.is-done")).to_have_count(3)
    page.locator(".queue thead button").first.click()
    page.locator(".queue tr.is-done").first.click()
    expect(result(page)).to_be_visible()


def recording(page: Page, song: Path) -> None:
    """Switch the microphone on."""
    del song
    page.context.grant_permissions(["microphone"])
    page.locator("[data-record]").click()
    expect(page.locator(".recorder")).to_be_visible()


STATES: Final[dict[str, State]] = {
    state.__name__: state
    for state in (
        empty,
        uploading,
        answered,
        restored,
        answered_singly,
        refused,
        silent,
        queued,
        recording,
    )
}
