"""The beat that fits: drawn, played alone, and played over the song."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from e2e.changed_answers import frontend_hearing
from e2e.conftest import OpenPage
from e2e.listener import expect_playing, position_s, slider, upload
from e2e.test_accessibility import page_to_violations
from playwright.sync_api import Page, Route, expect
from recommendation import recommendation

from frontend.answers.recommendation import body_with_our_urls
from tools.processes import Services
from tools.signals import to_file

KEEP_SOURCES: Final = """
    window.sources = [];
    const start = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function (when = 0, offset = 0) {
        if (this.context instanceof AudioContext) {
            window.sources.push({ source: this, when, offset });
        }
        return start.call(this, when, offset);
    };
"""
LOOP_S: Final = 16 * 60 / 112.02
# The song's first beat is at 0.25 s; the beat loops after sixteen of its beats.
STARTS: Final = """() => window.sources.map(({ source, when, offset }) => ({
    loops: source.loop, when, offset, loop_s: source.loopEnd, buffer_s: source.buffer.duration,
}))"""
FIRST_BEAT_S: Final = 0.25


@pytest.fixture
def page_with_beat(services: Services, open_page: OpenPage, song_wav: Path) -> Iterator[Page]:
    """Open the result of a song for which a beat was recommended; its sounds are clicks."""
    answer = {"beat": body_with_our_urls(recommendation())}
    with frontend_hearing(services, lambda bodies: {**bodies, **answer}) as address:
        page = open_page(base_url=address)
        page.route("**/api/beats/**", send_beat)
        page.add_init_script(KEEP_SOURCES)
        page.reload()
        yield upload(page, song_wav)


def send_beat(route: Route) -> None:
    """Answer with four bars of clicks at 112.02 BPM."""
    samples = np.zeros(round(16 * 60 / 112.02 * 22_050))
    samples[:: round(60 / 112.02 * 22_050)] = 0.5
    route.fulfill(body=to_file(samples, subtype="PCM_16"), content_type="audio/wav")


def test_beat_is_drawn(page_with_beat: Page) -> None:
    """Tempo with its doubt, key on the wheel, energy, pattern and the beat itself are there."""
    section = page_with_beat.get_by_role("region", name="A beat that fits")
    section.get_by_text("in numbers").click()
    for words in ("House", "56 BPM · half", "A minor", "Mixes well with 7A, 9A, 8B.", "CC0-1.0"):
        expect(section.get_by_text(words).first).to_be_visible()
    expect(section.locator(".wheel path")).to_have_count(24)
    expect(section.locator(".step")).to_have_count(48)
    section.get_by_text("The mean bar, as a table").click()
    expect(section.get_by_role("rowheader")).to_have_text(["High", "Mid", "Low"])


def test_no_violations_with_map_and_beat(page_with_beat: Page) -> None:
    """axe-core finds nothing, tables open, map on, beat playing."""
    for summary in page_with_beat.locator("#compare-results summary").all():
        summary.click()
    page_with_beat.get_by_role("switch", name="Show what decided").check()
    page_with_beat.get_by_role("button", name="Play Warehouse floor").click()

    assert [] == page_to_violations(page_with_beat)


def test_beat_plays_alone(page_with_beat: Page) -> None:
    """One beat plays at a time: another one's button takes over, and its own stops it."""
    first = page_with_beat.get_by_role("button", name="Play Warehouse floor")
    first.click()
    expect(page_with_beat.get_by_role("button", name="Stop Warehouse floor")).to_be_visible()
    page_with_beat.get_by_role("button", name="Play Dusty").click()
    expect(first).to_be_visible()
    page_with_beat.get_by_role("button", name="Stop Dusty").click()
    expect(page_with_beat.locator(".beat .is-on")).to_have_count(0)


def test_beat_plays_over_the_song(page_with_beat: Page) -> None:
    """Switched over the song, both begin at one sample, in step; the beat stops them both."""
    page_with_beat.get_by_role("switch", name="Play over the song").check()
    expect_playing(page_with_beat)
    song, beat = page_with_beat.evaluate(STARTS)[-2:]

    assert (False, True) == (song["loops"], beat["loops"])
    assert song["when"] == beat["when"]
    goal_s = (song["offset"] - FIRST_BEAT_S) % LOOP_S
    assert goal_s == pytest.approx(beat["offset"], abs=1e-3)
    assert LOOP_S == pytest.approx(beat["loop_s"], abs=1e-3)
    assert beat["loop_s"] <= beat["buffer_s"]
    stop = page_with_beat.get_by_role("button", name="Stop Warehouse floor")
    stop.click()
    expect(page_with_beat.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_beat_joins_where_the_song_is(page_with_beat: Page) -> None:
    """A song that is gone through is followed from there; switched off, the beat goes on alone."""
    over = page_with_beat.get_by_role("switch", name="Play over the song")
    over.check()
    expect_playing(page_with_beat)
    slider(page_with_beat).press("ArrowRight")
    song, beat = page_with_beat.evaluate(STARTS)[-2:]
    assert song["offset"] >= 5
    assert song["when"] == beat["when"]
    assert (song["offset"] - FIRST_BEAT_S) % LOOP_S == pytest.approx(beat["offset"], abs=1e-3)
    over.uncheck()
    expect(page_with_beat.get_by_role("button", name="Stop Warehouse floor")).to_be_visible()
    expect(page_with_beat.get_by_role("button", name="Play", exact=True)).to_be_visible()
    at_s = position_s(page_with_beat)

    assert at_s >= 5
    page_with_beat.get_by_role("button", name="Play", exact=True).click()
    expect_playing(page_with_beat)


def test_count_in(page_with_beat: Page) -> None:
    """Four clicks lead to the song, which waits for them, and are not heard again on the way."""
    page_with_beat.evaluate("""() => {
        window.clicks = [];
        const start = OscillatorNode.prototype.start;
        OscillatorNode.prototype.start = function (when) {
            window.clicks.push(when);
            return start.call(this, when);
        };
    }""")
    page_with_beat.get_by_role("switch", name="Count in").check()
    page_with_beat.get_by_role("switch", name="Play over the song").check()
    expect_playing(page_with_beat)
    clicks = page_with_beat.evaluate("() => window.clicks")
    song = page_with_beat.evaluate(STARTS)[-2]

    beats = [(click - song["when"] - FIRST_BEAT_S) * 112.02 / 60 for click in clicks]
    assert [-4, -3, -2, -1] == pytest.approx([round(beat) for beat in beats])
    assert beats == pytest.approx([round(beat) for beat in beats], abs=0.01)
    slider(page_with_beat).press("ArrowRight")
    assert 4 == page_with_beat.evaluate("() => window.clicks.length")


def test_beat_that_keeps_no_step(page_with_beat: Page) -> None:
    """A beat at another tempo plays alone, says why, and gives the switch back when it stops."""
    over = page_with_beat.get_by_role("switch", name="Play over the song")
    reason = page_with_beat.get_by_text("Not over the song")
    over.check()
    expect_playing(page_with_beat)
    expect(reason).to_be_hidden()
    page_with_beat.get_by_role("button", name="Play Concrete").click()
    expect(over).to_be_disabled()
    expect(over).not_to_be_checked()
    expect(reason).to_be_visible()
    expect(page_with_beat.get_by_role("button", name="Play", exact=True)).to_be_visible()
    page_with_beat.get_by_role("button", name="Stop Concrete").click()
    expect(over).to_be_enabled()
    expect(reason).to_be_hidden()


def test_beat_is_saved(page_with_beat: Page) -> None:
    """A beat is saved as WAV or MIDI at the song's tempo; a recording has no MIDI."""
    names = (("WAV", "audio"), ("MIDI", "midi"))
    for format_, path in names:
        link = page_with_beat.get_by_role("link", name=f"Save Warehouse floor as {format_}")
        expect(link).to_have_attribute("href", f"/api/beats/house-1/{path}?bpm=112.02")
        with page_with_beat.expect_download() as saving:
            link.click()
        assert saving.value.url.endswith(f"/api/beats/house-1/{path}?bpm=112.02")
    expect(page_with_beat.get_by_role("link", name="Save Concrete as WAV")).to_be_visible()
    expect(page_with_beat.get_by_role("link", name="Save Concrete as MIDI")).to_have_count(0)


def test_beat_that_cannot_be_fetched(page_with_beat: Page) -> None:
    """A beat whose sound does not come says so, and its button is free again."""
    page_with_beat.unroute("**/api/beats/**")
    page_with_beat.route("**/api/beats/**", lambda route: route.fulfill(status=503, body=""))
    page_with_beat.get_by_role("button", name="Play Concrete").click()
    expect(page_with_beat.get_by_text("The beat cannot be played now.")).to_be_visible()
    expect(page_with_beat.get_by_role("button", name="Play Concrete")).to_be_visible()
