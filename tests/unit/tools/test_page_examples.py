"""The page's examples: what is committed is what the script makes, small, and answered as named."""

import io

import numpy as np
import pytest
import soundfile

from tools import page_examples
from tools.page_examples import TARGET, example_to_answer, main
from tools.page_music.pieces import EXAMPLES, Example
from tools.page_music.recording import RATE_HZ, score_to_waveform, waveform_to_mp3
from tools.served_verdict import served_models
from training.playing.sound_fonts import HELD_OUT_FONT, installed

LARGEST_BYTES = 250_000
SAME = 0.02  # [full scale] FluidSynth's versions and builds of the encoder round differently


@pytest.mark.skipif(
    not installed(HELD_OUT_FONT), reason="on Debian, apt install fluidsynth fluid-soundfont-gm"
)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_committed_example_is_what_the_script_makes(example: Example) -> None:
    """Playing anew gives the committed file, sample by sample."""
    made = waveform_to_mp3(score_to_waveform(example.score, HELD_OUT_FONT))
    waveform, rate_hz = soundfile.read(TARGET / f"{example.name}.mp3")
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


def test_wrong_answer_is_told() -> None:
    """An example that is no longer answered as it is named does not pass."""
    jazz = next(example for example in EXAMPLES if example.name == "jazz")
    models = served_models()

    assert example_to_answer(jazz, models)[0]
    called = Example("jazz", "metal", "confident", jazz.score)
    is_right, said = example_to_answer(called, models)
    assert not is_right
    assert said.startswith("confident | jazz")


def test_without_the_font(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A machine that cannot play them is told what it takes."""
    monkeypatch.setattr(page_examples, "installed", lambda _: False)

    assert 1 == main([])
    assert "fluid-soundfont-gm" in capsys.readouterr().out
