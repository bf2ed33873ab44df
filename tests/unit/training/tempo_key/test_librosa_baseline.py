"""What librosa alone says, on drums at a known tempo and chords in a known key."""

import pytest
from beat_signals import chords, drums
from needs import Alone

from training.tempo_key.librosa_baseline import waveform_to_krumhansl_key, waveform_to_librosa_bpm


def test_tempo_of_drums(alone: Alone) -> None:
    """Steady drums have their tempo, or its half or double, within 4 %."""
    with alone():
        bpm = waveform_to_librosa_bpm(drums(120.0, 10.0))

    assert min(abs(bpm / (120 * ratio) - 1) for ratio in (0.5, 1, 2)) < 0.04


@pytest.mark.parametrize(("tonic", "minor", "key"), [(0, False, 0), (7, False, 7), (9, True, 21)])
def test_key_of_chords(tonic: int, minor: bool, key: int, alone: Alone) -> None:
    """Tonic, subdominant and dominant of C major, G major and A minor are in that key."""
    with alone():
        assert key == waveform_to_krumhansl_key(chords(tonic, minor, 8.0))
