"""Hearing and seeing a song: the player, its pictures, and what decided."""

import json
from pathlib import Path
from typing import Final

import numpy as np
import pytest
import soundfile
from e2e.conftest import OpenPage
from e2e.listener import expect_playing, position_s, slider, upload
from e2e.person import ask_alone, first_genre
from playwright.sync_api import Browser, Page, expect

LONGEST_TASK_MS: Final = 200
TASK: Final = "ThreadControllerImpl::RunTask"
SEEN: Final = "seen to the end"


@pytest.fixture
def heard(page: Page, song_wav: Path) -> Page:
    """Open the page with twelve seconds of music, drawn and explained."""
    return upload(page, song_wav)


def test_pictures_are_drawn(heard: Page) -> None:
    """Waveform, spectrogram and the genres of both models are there, in their own pixels."""
    expect(heard.locator(".outline path")).to_have_count(2)
    expect(heard.locator("[data-genres] svg")).to_have_count(2)
    colours = heard.locator(".lane-mel canvas").first.evaluate(
        """canvas => new Set(new Uint32Array(canvas.getContext("2d")
            .getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size"""
    )
    assert 50 < colours
    expect(heard.locator(".lane-axis").filter(has_text="8 kHz")).to_be_visible()
    expect(heard.get_by_text("Drawing the song…")).to_have_count(0)


def test_play_and_pause(heard: Page) -> None:
    """The button plays the song and stops it where it is."""
    heard.get_by_role("button", name="Play", exact=True).click()
    expect_playing(heard)
    heard.get_by_role("button", name="Pause", exact=True).click()
    expect(heard.get_by_role("button", name="Play", exact=True)).to_be_visible()


@pytest.mark.parametrize("lane", [".lane-wave", ".lane-mel", "[data-genres=svm]"])
def test_click_plays_from_there(heard: Page, lane: str) -> None:
    """A click on any picture plays from its time: three quarters are nine of twelve seconds."""
    heard.locator(lane).scroll_into_view_if_needed()
    box = heard.locator(lane).bounding_box()
    assert box
    heard.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + box["height"] / 2)

    expect_playing(heard)
    assert 9 <= position_s(heard) <= 11


def test_tap_plays_from_there(open_page: OpenPage, song_wav: Path) -> None:
    """A finger that taps plays from there; one that scrolls moves nothing."""
    page = upload(open_page(has_touch=True, viewport={"width": 390, "height": 844}), song_wav)
    seek = page.locator(".music-seek")
    seek.scroll_into_view_if_needed()
    box = seek.bounding_box()
    assert box
    middle = {"x": box["x"] + box["width"] / 2, "y": box["y"] + 40}
    touch = page.context.new_cdp_session(page)

    def finger(kind: str, y: float | None = None) -> None:
        points = [] if y is None else [{"x": middle["x"], "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    finger("touchStart", middle["y"])
    for step in range(1, 12):
        finger("touchMove", middle["y"] - 12 * step)
    finger("touchEnd")
    expect(slider(page)).to_have_attribute("aria-valuenow", "0")
    seek.scroll_into_view_if_needed()
    seek.tap(position={"x": 0.75 * box["width"], "y": 40})
    expect_playing(page)
    assert 9 <= position_s(page) <= 11


def test_keyboard_alone(heard: Page) -> None:
    """Arrows, Home, End and space on the play head; it says where it is in words."""
    slider(heard).focus()
    heard.keyboard.press("ArrowRight")
    expect(slider(heard)).to_have_attribute("aria-valuetext", "5 seconds of 12 seconds")
    heard.keyboard.press("ArrowLeft")
    expect(slider(heard)).to_have_attribute("aria-valuenow", "0")
    heard.keyboard.press("End")
    expect(slider(heard)).to_have_attribute("aria-valuenow", "12")
    heard.keyboard.press("Home")
    expect(slider(heard)).to_have_attribute("aria-valuenow", "0")
    heard.keyboard.press("Space")
    expect_playing(heard)
    heard.keyboard.press("Space")
    expect(heard.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_starting_while_still_on_the_way(heard: Page) -> None:
    """The end, the beginning and Play in one breath: it plays, from the beginning, each time."""
    for _ in range(10):
        slider(heard).focus()
        for key in ["ArrowRight", "End", "Home", "Space"]:
            heard.keyboard.press(key)
        expect_playing(heard)
        assert position_s(heard) < 6
        heard.keyboard.press("Space")
        expect(heard.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_zoom(heard: Page) -> None:
    """Zooming in spreads the same seconds wider, and out again shows the whole."""
    ticks = heard.locator(".lane-time span")
    whole = ticks.all_inner_texts()
    heard.get_by_role("button", name="Zoom in").click()
    expect(ticks.last).not_to_have_text(whole[-1])
    heard.get_by_role("button", name="Zoom out").click()
    expect(ticks).to_have_text(whole, use_inner_text=True)


def test_map_is_switched(heard: Page) -> None:
    """The map lies over the spectrogram when asked for, as strong as asked for."""
    drawn = heard.locator(".music-map")
    expect(drawn).to_be_hidden()
    heard.get_by_role("switch", name="Show what decided").check()
    expect(drawn).to_be_visible()
    heard.get_by_role("slider", name="Strength").fill("40")
    expect(drawn).to_have_css("opacity", "0.4")
    heard.get_by_role("switch", name="Show what decided").uncheck()
    expect(drawn).to_be_hidden()


def test_hear_the_evidence(heard: Page) -> None:
    """Only the seconds that decided are played: it starts with the first of them."""
    listed = heard.locator(".music-stretch span").all_inner_texts()
    starts = sorted(int(times.split(" to ")[0].split(":")[1]) for times in listed)
    heard.get_by_role("button", name="Hear the evidence").click()
    expect_playing(heard)
    assert starts[0] <= position_s(heard) <= starts[0] + 3
    heard.get_by_role("button", name="Stop", exact=True).click()
    expect(heard.get_by_role("button", name="Hear the evidence")).to_be_visible()


def test_one_stretch_ends(heard: Page) -> None:
    """A stretch that is chosen plays to its end and stops there by itself."""
    last = heard.locator(".music-stretch").last
    end_s = int(last.locator("span").inner_text().split(":")[-1])
    last.click()
    expect_playing(heard)
    expect(heard.get_by_role("button", name="Play", exact=True)).to_be_visible(timeout=10_000)
    assert abs(position_s(heard) - end_s) <= 1


def test_the_answer_is_explained(page: Page, song_wav: Path) -> None:
    """What is explained is the genre that the result names, by whichever model."""
    with page.expect_request("**/api/explain?*") as asked:
        ask_alone(page, "svm", song_wav)
    named = first_genre(page, "svm", place="svm")

    assert asked.value.url.endswith(f"genre={named}")
    expect(page.locator("[data-evidence-title]")).to_contain_text(named)


def test_table_of_genres(heard: Page) -> None:
    """The timeline is there as a table, a row for each segment of each model."""
    heard.locator(".music summary").click()
    tables = heard.locator(".music table")
    expect(tables).to_have_count(2)
    expect(tables.first.get_by_role("rowheader")).to_have_text(["0:00 to 0:12"])


def test_server_cannot_draw(page: Page, song_wav: Path) -> None:
    """Without pictures the section says what to do, the song plays, and drawing again helps."""
    problem = {"title": "Not ready", "detail": "Try again."}
    page.route("**/api/spectrogram", lambda route: route.fulfill(status=503, json=problem))
    page.locator("#compare-file").set_input_files(song_wav)
    expect(page.get_by_text("The song could not be drawn. Not ready. Try again.")).to_be_visible()
    page.get_by_role("button", name="Play", exact=True).click()
    expect_playing(page)
    page.unroute("**/api/spectrogram")
    page.get_by_role("button", name="Draw again").click()
    expect(page.locator(".outline").first).to_be_visible()


def test_format_that_the_browser_cannot_play(page: Page, song_wav: Path, tmp_path: Path) -> None:
    """AIFF is drawn and explained, and the page says that this browser cannot play it."""
    path = tmp_path / "song.aiff"
    soundfile.write(path, *soundfile.read(song_wav), format="AIFF", subtype="PCM_16")
    upload(page, path)
    expect(page.get_by_text("This browser cannot play AIFF.")).to_be_visible()
    expect(page.locator(".outline").first).to_be_visible()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_disabled()


def test_ten_minutes_do_not_freeze_the_page(
    browser: Browser, page: Page, song_wav: Path, tmp_path: Path
) -> None:
    """With an MP3 of ten minutes no task of the page takes 200 ms, nor does playing it."""
    path = tmp_path / "long.mp3"
    twelve_seconds, rate_hz = soundfile.read(song_wav)
    soundfile.write(path, np.tile(twelve_seconds, 50), rate_hz, format="MP3")
    browser.start_tracing(page=page, categories=["toplevel", "blink.user_timing"])
    upload(page, path)
    page.get_by_role("button", name="Play", exact=True).click()
    expect_playing(page)
    page.get_by_role("button", name="Zoom in").click()
    slider(page).press("PageUp")
    page.wait_for_timeout(1000)
    page.evaluate("(name) => performance.mark(name)", SEEN)
    longest_ms = trace_to_longest_task_ms(browser.stop_tracing())

    assert 0 < longest_ms < LONGEST_TASK_MS


def trace_to_longest_task_ms(trace: bytes) -> float:
    """Find the longest task of the page, by its thread's own clock: the machine may be busy."""
    events = json.loads(trace)["traceEvents"]
    (page_thread,) = {(event["pid"], event["tid"]) for event in events if event["name"] == SEEN}
    took_us: list[float] = [
        event["tdur"]
        for event in events
        if event["name"] == TASK and (event["pid"], event["tid"]) == page_thread and "tdur" in event
    ]
    return max(took_us) / 1000
