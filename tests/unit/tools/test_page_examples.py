"""The page's examples: what is committed is what the script makes, small, and answered as named."""

import io

import numpy as np
import pytest
import soundfile

from tools import page_examples
from tools.page_examples import (
    PACES,
    TARGET,
    encoded_to_answer,
    main,
    name_to_file,
    played_at_paces,
)
from tools.page_music.pieces import EXAMPLES, Example
from tools.page_music.recording import RATE_HZ, score_to_waveform, waveform_to_mp3
from tools.page_music.spare_pieces import SPARE
from tools.served_verdict import served_models
from training.playing.sound_fonts import HELD_OUT_FONT, TRAINING_FONT, installed

LARGEST_BYTES = 250_000
SAME = 0.02  # [full scale] FluidSynth's versions and builds of the encoder round differently


@pytest.mark.skipif(
    not installed(HELD_OUT_FONT), reason="on Debian, apt install fluidsynth fluid-soundfont-gm"
)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_committed_example_is_what_the_script_makes(example: Example) -> None:
    """Playing anew gives the committed file, sample by sample."""
    made = waveform_to_mp3(score_to_waveform(example.score, HELD_OUT_FONT))
    waveform, rate_hz = soundfile.read(name_to_file(example.name))
    again, _ = soundfile.read(io.BytesIO(made))

    assert RATE_HZ == rate_hz
    np.testing.assert_allclose(waveform, again, atol=SAME)


def test_examples_are_small() -> None:
    """No example is a burden to load, and none is left from earlier."""
    sizes = {path.stem: path.stat().st_size for path in TARGET.iterdir()}

    assert {example.name for example in EXAMPLES} == sizes.keys()
    assert max(sizes.values()) <= LARGEST_BYTES


def test_answered_as_named(capsys: pytest.CaptureFixture[str]) -> None:
    """The served models say of each committed file what it is to teach."""
    assert 0 == main(["--check"])

    lines = capsys.readouterr().out.splitlines()
    assert [f"right {example.name}" for example in EXAMPLES] == [
        line.partition(":")[0] for line in lines
    ]


def test_wrong_answer_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An example that is no longer answered as it is named does not pass."""
    jazz = next(example for example in EXAMPLES if example.name == "jazz")
    called = Example("jazz", "metal", "confident", jazz.score)
    monkeypatch.setattr(page_examples, "EXAMPLES", (called, jazz))

    assert 1 == main(["--check"])
    wrong, right = capsys.readouterr().out.splitlines()
    assert wrong.startswith("WRONG jazz: confident | jazz")
    assert right.startswith("right jazz: confident | jazz")


def test_silence_is_no_answer() -> None:
    """A file without sound is told, not stumbled over."""
    silence = waveform_to_mp3(np.zeros(5 * RATE_HZ))

    assert (False, "no answer") == encoded_to_answer(silence, EXAMPLES[0], served_models())


@pytest.mark.usefixtures("sound_font")
def test_pieces_at_three_tempi(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sweep plays examples and spare pieces slower and faster than written."""
    monkeypatch.setattr(page_examples, "HELD_OUT_FONT", TRAINING_FONT)
    monkeypatch.setattr(page_examples, "EXAMPLES", ())
    monkeypatch.setattr(page_examples, "SPARE", SPARE[:1])
    played = list(played_at_paces())

    assert ["blues at 125 bpm", "blues at 132 bpm", "blues at 139 bpm"] == [n for n, _, _ in played]
    lengths = [soundfile.info(io.BytesIO(encoded)).duration for _, _, encoded in played]
    ringing_s = 1.2
    expected = [48 * 60 / 132 / pace + ringing_s for pace in PACES]
    np.testing.assert_allclose(lengths, expected, atol=0.1)


@pytest.mark.parametrize("way", [[], ["--sweep"]])
def test_without_the_font(
    way: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A machine that cannot play them is told what it takes."""
    monkeypatch.setattr(page_examples, "installed", lambda _: False)

    assert 1 == main(way)
    assert "fluid-soundfont-gm" in capsys.readouterr().out
