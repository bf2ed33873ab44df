"""Long songs: what is known so far is shown while the slower models listen."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from e2e.conftest import OpenPage
from e2e.person import choose_and_compare, result
from playwright.sync_api import Page, Route, expect
from werkzeug.serving import make_server

from frontend.app import create_app
from frontend.settings import Settings
from music_genre.webapi.connection import Answer, request_to_answer
from tools.processes import Services

WAIT_S: Final = 2.5

OpenSlow = Callable[..., Page]


@pytest.fixture
def open_slow(services: Services, open_page: OpenPage) -> Iterator[OpenSlow]:
    """Open the page of a front end whose slower services take their time, as of a long song."""
    settings = Settings(svm_url=services.svm, vgg19_url=services.vgg19, beat_url=services.beat)

    def slow(method: str, url: str, *arguments: Any) -> Answer:
        if url.startswith((services.vgg19, services.beat)):
            time.sleep(WAIT_S)
        return request_to_answer(method, url, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("frontend.answers.services.request_to_answer", slow)
        server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        opened: list[Page] = []

        def open_one(**options: Any) -> Page:
            opened.append(open_page(base_url=address, **options))
            return opened[-1]

        yield open_one
        for page in opened:
            page.close()  # before the server: what it still loads would fail
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("locale", "so_far", "whole"),
    [("en-GB", "So far: ", "Together"), ("fr-FR", r"Pour l’instant\s: ", "Verdict commun")],
)
def test_parts_are_shown(
    open_slow: OpenSlow, song_wav: Path, locale: str, so_far: str, whole: str
) -> None:
    """First one model's word, then both, then everything with its buttons and its music."""
    page = open_slow(locale=locale)
    choose_and_compare(page, song_wav)
    results, status = page.locator("#compare-results"), page.locator("#compare-outcome .status")

    expect(status).to_have_text(re.compile(f"^{so_far}SVM\\. "))
    expect(results.locator(".genre").first).to_contain_text("Jazz")
    expect(results.locator(".result")).to_have_count(1)
    expect(results.locator(".music")).to_have_count(0)
    expect(results.locator(".result")).to_have_count(3)
    expect(status).to_have_text(re.compile(f"^{so_far}.*,.*\\. "))
    expect(page.get_by_role("button", name=re.compile("^(Cancel|Annuler)$"))).to_be_visible()
    expect(result(page)).to_contain_text("Jazz")
    expect(results.locator(".witness")).to_have_text(whole)
    expect(results.locator(".music")).to_be_visible()
    expect(status).to_have_text(re.compile("^jazz"))


def test_cancelled_after_a_part(open_slow: OpenSlow, song_wav: Path) -> None:
    """Nothing of a part stays where somebody cancels."""
    page = open_slow()
    choose_and_compare(page, song_wav)
    expect(page.locator("#compare-results .genre").first).to_be_visible()
    page.get_by_role("button", name="Cancel").click()

    expect(page.locator("#compare-outcome .status")).to_have_text("Cancelled.")
    expect(page.locator("#compare-results")).to_be_empty()


def test_time_left(open_slow: OpenSlow, song_wav: Path) -> None:
    """Once a song was timed, the next one's time is told, in seconds."""
    page = open_slow()
    choose_and_compare(page, song_wav)
    expect(result(page)).to_be_visible()
    expect(page.locator("#compare-results .music")).to_be_visible()
    page.get_by_role("button", name="Find the genre").click()

    expect(page.locator("#compare-outcome .status")).to_have_text(
        re.compile(r"^Listening… About \d+ s left\.$")
    )


def test_line_that_breaks_off(page: Page, song_wav: Path) -> None:
    """An answer that ends before it is whole is none."""

    def cut(route: Route) -> None:
        line = json.dumps({"html": "<p>part</p>", "known": ["svm"], "is_final": False})
        route.fulfill(body=f"{line}\n", content_type="application/x-ndjson")

    page.route(re.compile(r"/\?lang="), cut)
    choose_and_compare(page, song_wav)

    expect(page.get_by_role("alert")).to_contain_text("The site does not answer")
