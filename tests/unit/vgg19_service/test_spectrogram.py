"""Waveform → spectrogram of a whole track."""

import numpy as np
import pytest

from music_genre.audio.constants import HOP_LENGTH
from music_genre.audio.mel import hz_to_mel, mel_band_edges_hz, waveform_to_log_mel
from tools.signals import sine, song
from vgg19_service.spectrogram import (
    BATCH_COLUMNS,
    n_samples_to_frames,
    waveform_to_spectrogram,
)

SONG = song(20).astype(np.float32)


def test_spectrogram_is_that_of_the_networks() -> None:
    """Batches leave no seam: levels are `waveform_to_log_mel`'s within half a level."""
    spectrogram = waveform_to_spectrogram(SONG)

    log_mel = waveform_to_log_mel(SONG)
    assert log_mel.shape == spectrogram.levels.shape
    assert BATCH_COLUMNS < log_mel.shape[1]
    assert 255 == spectrogram.levels.max()
    assert np.abs(spectrogram.levels - (log_mel + 80) * 255 / 80).max() <= 0.51


@pytest.mark.parametrize("frequency_hz", [200.0, 1000.0, 6000.0])
def test_tone_lies_in_its_band(frequency_hz: float) -> None:
    """The loudest row is the band that the edges give to the tone."""
    levels = waveform_to_spectrogram(sine(frequency_hz, 2).astype(np.float32)).levels

    row = int(levels[:, levels.shape[1] // 2].argmax())
    edges = hz_to_mel(mel_band_edges_hz())
    assert edges[row] - 1 < hz_to_mel(np.array([frequency_hz]))[0] < edges[row + 1] + 1


def test_long_tracks_are_thinned_evenly() -> None:
    """Of a long track frames at even distances are taken, the first and last half a step inside."""
    frames = n_samples_to_frames(10_000 * HOP_LENGTH, 100)

    assert 100 == len(frames)
    assert set(np.diff(frames)) <= {100, 101}
    assert (50, 9950) == (frames[0], frames[-1])


def test_thinned_columns_are_those_frames() -> None:
    """A column of the thinned picture is the frame that it stands for."""
    whole, thinned = waveform_to_spectrogram(SONG), waveform_to_spectrogram(SONG, 50)

    frames = n_samples_to_frames(len(SONG), 50)
    loudest = int(whole.levels.max()) - int(whole.levels[:, frames].max())
    difference = whole.levels[:, frames].astype(int) - thinned.levels
    assert np.abs(difference + loudest)[thinned.levels > 0].max() <= 1


def test_silence_is_black() -> None:
    """Silence has no peak to be measured from."""
    assert not waveform_to_spectrogram(np.zeros(22_050, np.float32)).levels.any()
