"""How exactly the beat falls on the song: what the page plays, rendered and measured."""

import subprocess
from typing import Any, Final

import numpy as np
import pytest
from e2e.conftest import ROOT
from playwright.sync_api import Browser

FRONTEND: Final = ROOT / "frontend"
RATE_HZ: Final = 44_100
MOST_S: Final = 0.005
DURATION_S: Final = 90.0
# A song of clicks and a loop of clicks, mixed as the page mixes them; each in a channel of its own.
RENDER: Final = """async (asked) => {
  const { rate, durationS, times, bpm, firstBar, fromS, loopBpm, octave, shown } = asked;
  const context = new OfflineAudioContext(2, Math.round((durationS - fromS) * rate), rate);
  const merger = context.createChannelMerger(2);
  merger.connect(context.destination);
  const [left, right] = [context.createGain(), context.createGain()];
  left.connect(merger, 0, 0);
  right.connect(merger, 0, 1);
  const clicks = (lengthS, places) => {
    const buffer = context.createBuffer(1, Math.round(lengthS * rate), rate);
    const samples = buffer.getChannelData(0);
    for (const place of places) {
      const at = Math.round(place * rate);
      samples.fill(1, at, at + 20);
    }
    return buffer;
  };
  const beats = 16;
  const wholeS = (beats * 60) / loopBpm;
  const places = Array.from({ length: shown }, (_, n) => (n * 60) / loopBpm);
  const buffer = clicks(wholeS, places);
  const loop = { lengthS: Math.min(wholeS, buffer.duration), beats, octave, buffer, gain: 1 };
  const song = { times, bpm, firstBar };
  mix.startSong(clicks(durationS, times), left, { fromS, atS: 0.5 });
  mix.startLoop(loop, song, right, { fromS, atS: 0.5 });
  const rendered = await context.startRendering();
  return [0, 1].map((channel) => {
    const samples = rendered.getChannelData(channel);
    const found = [];
    for (let n = 1; n < samples.length; n++) {
      if (samples[n] > 0.5 && samples[n - 1] <= 0.5) found.push(n / rate);
    }
    return found;
  });
}"""


def script(source: str, name: str) -> str:
    """Build a module of the page as a script that leaves it in a global variable."""
    command = ["node_modules/.bin/esbuild", f"assets/music/{source}", "--bundle", "--format=iife"]
    built = subprocess.run(
        [*command, f"--global-name={name}"], cwd=FRONTEND, check=True, capture_output=True
    ).stdout.decode()
    return f"() => {{ {built}; globalThis.{name} = {name}; }}"


def human_beats() -> list[float]:
    """Draw beats of a band that hurries and drags: 2 % a beat, and 8 % faster at the end."""
    rng = np.random.default_rng(17)
    periods = 60 / np.linspace(112, 121, 160) * (1 + 0.02 * rng.standard_normal(160))
    times = 0.37 + np.cumsum(periods)
    return [float(time) for time in times if time < DURATION_S - 5]


@pytest.mark.parametrize(
    ("from_s", "octave", "loop_bpm"), [(0.0, 1, 112.02), (31.7, 1, 120.0), (12.3, 2, 226.0)]
)
def test_every_beat_is_in_time(
    browser: Browser, from_s: float, octave: int, loop_bpm: float
) -> None:
    """From any place on, every beat of the song has one of the loop within 5 ms."""
    page = browser.new_page()
    page.evaluate(script("mix_graph.ts", "mix"))
    asked: dict[str, Any] = {
        "rate": RATE_HZ,
        "durationS": DURATION_S,
        "times": human_beats(),
        "bpm": 116.0,
        "firstBar": 0,
        "fromS": from_s,
        "loopBpm": loop_bpm,
        "octave": octave,
        "shown": 16,
    }
    song, loop = (np.array(times) for times in page.evaluate(RENDER, asked))
    page.close()
    inside = song[song > 0.5 + 60 / 112]  # before the first there may be no click of the loop
    apart = np.abs(inside[:, np.newaxis] - loop).min(axis=1)

    assert len(inside) > 50
    assert octave * len(inside) == pytest.approx(len(loop), abs=8 * octave + 12)
    assert MOST_S >= apart.max()


@pytest.mark.parametrize("first_bar", range(4))
def test_the_loop_begins_with_a_bar(browser: Browser, first_bar: int) -> None:
    """The loop's first beat is where a bar of the song begins, every sixteen beats."""
    page = browser.new_page()
    page.evaluate(script("mix_graph.ts", "mix"))
    beats = human_beats()
    asked: dict[str, Any] = {
        "rate": RATE_HZ,
        "durationS": DURATION_S,
        "times": beats,
        "bpm": 116.0,
        "firstBar": first_bar,
        "fromS": 0.0,
        "loopBpm": 116.0,
        "octave": 1,
        "shown": 1,
    }
    song, loop = (np.array(times) for times in page.evaluate(RENDER, asked))
    page.close()

    begun = song[first_bar::16]
    assert len(begun) > 8
    assert MOST_S >= np.abs(begun[:, np.newaxis] - loop).min(axis=1).max()


MATCH: Final = """async ([own, other]) => {
  const tone = (level) => {
    const buffer = new AudioBuffer({ length: 88_200, sampleRate: 44_100, numberOfChannels: 2 });
    for (const channel of [0, 1]) {
      const samples = buffer.getChannelData(channel);
      for (let n = 0; n < 44_100; n++) samples[n] = level * Math.sin(n / 7);  // then silence
    }
    return buffer;
  };
  return loudness.gainToMatch(tone(own), tone(other));
}"""


@pytest.mark.parametrize(
    ("own", "other", "gain"), [(0.4, 0.1, 0.25), (0.1, 0.3, 3.0), (0.01, 0.9, 4.0), (0.1, 0.0, 1.0)]
)
def test_level_is_matched(browser: Browser, own: float, other: float, gain: float) -> None:
    """A beat is made as loud as the song, by 12 dB at most; silence in either changes nothing."""
    page = browser.new_page()
    page.evaluate(script("loudness.ts", "loudness"))

    assert gain == pytest.approx(page.evaluate(MATCH, [own, other]), rel=0.01)
    page.close()
