"""Waveform → its outline."""

import numpy as np

from tools.signals import song
from vgg19_service.peaks import FULL_SCALE, waveform_to_peaks

SONG = song(20).astype(np.float32)


def test_peaks_hold_every_sample() -> None:
    """No sample lies outside the outline, and each end of it is a sample."""
    peaks = waveform_to_peaks(SONG, 100)

    stretches = np.array_split(SONG, 100)
    lowest = [np.rint(stretch.min() * FULL_SCALE) for stretch in stretches]
    highest = [np.rint(stretch.max() * FULL_SCALE) for stretch in stretches]
    assert lowest == peaks.low.tolist()
    assert highest == peaks.high.tolist()


def test_peaks_stay_in_eight_bits() -> None:
    """What is over full scale is drawn at it, and not on the other side."""
    peaks = waveform_to_peaks(np.array([-3, 3, -1, 1], np.float32), 2)

    assert [-127, -127] == peaks.low.tolist()
    assert [127, 127] == peaks.high.tolist()


def test_fewer_samples_than_peaks() -> None:
    """A waveform of three samples has three peaks."""
    assert [0, 64, 127] == waveform_to_peaks(np.array([0, 0.5, 1], np.float32)).high.tolist()
