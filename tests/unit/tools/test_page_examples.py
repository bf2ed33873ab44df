"""The page's examples: what is committed is what the script makes, and small."""

import io

import numpy as np
import pytest
import soundfile

from music_genre.audio.constants import BEAT_RATE_HZ
from tools.page_examples import (
    EXAMPLES,
    TARGET,
    Example,
    example_to_waveform,
    waveform_to_mp3,
)

LARGEST_BYTES = 300_000
SHORTEST_S, LONGEST_S = 15, 30  # enough to hear a genre by, and one window of the models
SAME = 1e-3  # builds of the encoder may round differently


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_committed_example_is_what_the_script_makes(example: Example) -> None:
    """Playing anew gives the committed file, sample by sample."""
    made = waveform_to_mp3(example_to_waveform(example))
    waveform, rate_hz = soundfile.read(TARGET / f"{example.name}.mp3")
    again, _ = soundfile.read(io.BytesIO(made))

    assert BEAT_RATE_HZ == rate_hz
    assert SHORTEST_S < len(waveform) / rate_hz < LONGEST_S
    np.testing.assert_allclose(waveform, again, atol=SAME)


def test_examples_are_small() -> None:
    """No example is a burden to load."""
    sizes = [path.stat().st_size for path in TARGET.iterdir()]

    assert len(EXAMPLES) == len(sizes)
    assert max(sizes) <= LARGEST_BYTES
