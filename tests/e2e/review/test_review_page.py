"""The review's page in a browser: decided by keys and by clicks, on a laptop and on a phone."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from e2e.conftest import OpenPage
from models.doubtful_songs import doubtful_library, doubtful_queue, genres, keep
from playwright.sync_api import Page, expect

from genre_cli.library.songs import Library
from genre_cli.review.page import review_app
from genre_cli.review.server import LoopbackServer
from music_genre.audio.constants import GENRES

LAPTOP = (1280, 720)
PHONE = (390, 844)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Fill a library, whose first song has all ten genres to choose from."""
    library = doubtful_library(tmp_path)
    rest = 0.5 / (len(GENRES) - 2)
    probabilities = dict.fromkeys(GENRES, rest) | {"rock": 0.28, "hiphop": 0.22}
    keep(library, tmp_path / "music" / "between.mp3", "ambiguous", probabilities)
    return library


@pytest.fixture
def address(library: Library) -> Iterator[str]:
    """Serve its review."""
    server = LoopbackServer(lambda address: review_app(doubtful_queue(library), address))
    serving = threading.Thread(target=server.serve)
    serving.start()
    yield server.address.url
    server.close()
    serving.join()


@pytest.fixture(params=[LAPTOP, PHONE], ids=["laptop", "phone"])
def page(address: str, open_page: OpenPage, request: pytest.FixtureRequest) -> Page:
    """Open the review, watched as every page is, until before its server ends."""
    width, height = request.param
    viewport = {"width": width, "height": height}
    return open_page(address, base_url=address, viewport=viewport, ready=".review")


def test_keys_decide(page: Page, library: Library) -> None:
    """A number changes the genre, `a` accepts, `b` goes back, `u` takes a decision back."""
    expect(page.get_by_role("heading", name="between.mp3")).to_be_visible()
    page.keyboard.press("2")
    expect(page.get_by_role("heading", name="none.flac")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="Nothing is left")).to_be_visible()
    assert {"between.mp3": "hiphop", "none.flac": None} == genres(library)

    page.keyboard.press("b")
    expect(page.get_by_role("heading", name="none.flac")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_have_count(0)
    assert {"between.mp3": "hiphop"} == genres(library)


def test_a_name_of_ones_own(page: Page, library: Library) -> None:
    """A genre can be typed, in which letters are no keys of the page."""
    page.get_by_label("Another").fill("baroque pop")
    page.get_by_role("button", name="Decide").click()

    expect(page.get_by_role("heading", name="none.flac")).to_be_visible()
    assert {"between.mp3": "baroque pop"} == genres(library)


def test_all_is_in_sight(page: Page) -> None:
    """On a laptop the song, ten genres and the keys are there without scrolling, at any width."""
    size = page.viewport_size
    assert size
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    expect(page.locator(".review-choices button")).to_have_count(len(GENRES))
    expect(page.get_by_role("button", name="Accept: rock")).to_be_in_viewport(ratio=1)
    if size["width"] == LAPTOP[0]:
        for seen in (".review-choices button >> nth=-1", "audio", ".review .needs-script"):
            expect(page.locator(seen)).to_be_in_viewport(ratio=1)
