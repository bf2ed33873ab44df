"""What a person does on the page, in one line each."""

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page, expect

SLOW_BYTES_PER_S: Final = 150_000


def choose_and_compare(page: Page, *songs: Path) -> None:
    """Choose files: that is enough, but for a browser without scripts."""
    page.locator("#compare-file").set_input_files(list(songs))
    if not page.locator("#compare-file[multiple]").count():
        page.locator("#compare-form [type=submit]").click()


def ask_alone(page: Page, model: str, song: Path) -> None:
    """Open the sections of single models and choose a file for one."""
    page.get_by_text("Ask one model alone").click()
    page.locator(f"#{model}-file").set_input_files(song)


def drop(page: Page, onto: str, songs: Sequence[Path]) -> None:
    """Let files fall onto an element."""
    files = [[song.name, base64.b64encode(song.read_bytes()).decode()] for song in songs]
    transfer = page.evaluate_handle(
        """(files) => {
          const transfer = new DataTransfer();
          for (const [name, encoded] of files) {
            const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
            transfer.items.add(new File([bytes], name));
          }
          return transfer;
        }""",
        files,
    )
    page.dispatch_event(onto, "dragover", {"dataTransfer": transfer})
    page.dispatch_event(onto, "drop", {"dataTransfer": transfer})


def slow_down(page: Page) -> None:
    """Slow the line down, so that there is time to do something while a file is on its way."""
    page.context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 20,
            "downloadThroughput": -1,
            "uploadThroughput": SLOW_BYTES_PER_S,
        },
    )


def tab_to(page: Page, target: Locator, most: int = 60) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("(element) => element === document.activeElement"):
            return
    expect(target).to_be_focused()


def result(page: Page, kind: str = "ensemble", place: str = "compare") -> Locator:
    """Find what a section of the results says that the file is."""
    return page.locator(f"#{place}-results .result-{kind} .genre")


def first_genre(page: Page, kind: str = "ensemble", place: str = "compare") -> str:
    """Read the most probable genre of a section, from its bars."""
    bars = page.locator(f"#{place}-results .result-{kind} .bars tbody th")
    return bars.first.inner_text()
