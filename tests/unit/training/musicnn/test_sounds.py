"""Files → sounds of one length, rate and level."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from music_genre.audio.constants import SAMPLE_RATE_HZ
from tools.signals import channels, sine, to_file
from training.musicnn.sounds import (
    HEADROOM_DB,
    PACKAGES,
    QUIETEST,
    SHORTEST_S,
    Floats,
    LabelledSound,
    at_any_level,
    file_to_samples,
)


def made_sound(samples: Floats) -> LabelledSound:
    """Label samples as a tone."""
    return LabelledSound("made", "tone", "a maker", samples)


def test_packages_are_named_once() -> None:
    """No package is listed twice."""
    assert len(set(PACKAGES)) == len(PACKAGES)


def test_file_is_mono_at_our_rate(tmp_path: Path) -> None:
    """Both channels of a file at 44.1 kHz become one at 22.05 kHz, ten seconds at most."""
    path = tmp_path / "tone.wav"
    left_alone = channels(sine(440, 12, 44_100), 2) * [1, 0]
    path.write_bytes(to_file(left_alone, 44_100))

    samples = file_to_samples(path)

    assert np.float32 == samples.dtype
    assert (10 * SAMPLE_RATE_HZ,) == samples.shape
    assert 0.25 == pytest.approx(float(np.abs(samples).max()), abs=0.01)
    assert 440 == pytest.approx(np.abs(np.fft.rfft(samples)).argmax() / 10)


@pytest.mark.parametrize(("start_s", "heard_from_s"), [(0, 0), (2, 2), (4, 3), (99, 3)])
def test_stretch_lies_in_the_file(tmp_path: Path, start_s: float, heard_from_s: int) -> None:
    """A stretch begins where it is asked for, or where its whole length is left."""
    path = tmp_path / "steps.wav"
    steps = np.repeat(np.arange(5) / 10, SAMPLE_RATE_HZ)
    path.write_bytes(to_file(steps))

    samples = file_to_samples(path, start_s, 2.0)

    assert 2 * SAMPLE_RATE_HZ == len(samples)
    assert heard_from_s / 10 == pytest.approx(float(samples[SAMPLE_RATE_HZ // 2]), abs=1e-3)


def test_short_file_is_all_taken(tmp_path: Path) -> None:
    """Of a file that is shorter than the stretch all is taken."""
    path = tmp_path / "short.wav"
    path.write_bytes(to_file(sine(440, 1)))

    assert SAMPLE_RATE_HZ == len(file_to_samples(path, 5.0, 3.0))


def test_broken_file_is_an_error(tmp_path: Path) -> None:
    """What is no audio is refused."""
    path = tmp_path / "text.wav"
    path.write_bytes(b"no audio at all")

    with pytest.raises(soundfile.SoundFileError):
        file_to_samples(path)


def test_loudness_tells_nothing() -> None:
    """Loud and soft sounds get peaks from the same range; the same seed gives the same."""
    sounds = [made_sound(np.full(SAMPLE_RATE_HZ, level, np.float32)) for level in (0.02, 1.0) * 20]

    peaks = [float(sound.samples.max()) for sound in at_any_level(iter(sounds), 1)]

    highest, lowest = (10 ** (-headroom / 20) for headroom in HEADROOM_DB)
    assert 40 == len(peaks) == len(set(peaks))
    assert lowest <= min(peaks) <= max(peaks) <= highest
    assert peaks == [float(sound.samples.max()) for sound in at_any_level(iter(sounds), 1)]


def test_quiet_and_short_sounds_are_left_out() -> None:
    """The limits themselves are taken; what is under them, and nothing at all, is not."""
    n = round(SHORTEST_S * SAMPLE_RATE_HZ)
    level = np.float32(QUIETEST * 1.001)
    taken = made_sound(np.full(n, level, np.float32))
    short = made_sound(np.full(n - 1, level, np.float32))
    quiet = made_sound(np.full(n, QUIETEST * 0.99, np.float32))
    empty = made_sound(np.zeros(0, np.float32))

    sounds = list(at_any_level(iter([short, taken, quiet, empty]), 1))

    assert [n] == [len(sound.samples) for sound in sounds]
    assert ("made", "tone", "a maker") == (sounds[0].name, sounds[0].kind, sounds[0].source)
