"""Files to walk the whole way with before the first user does."""

import numpy as np

from music_genre.audio.constants import MIN_AUDIO_S, SAMPLE_RATE_HZ, WINDOW_S
from music_genre.audio.decode import bytes_to_waveform
from music_genre.audio.warm_up import RATE_HZ, noise_files
from music_genre.audio.windows import waveform_to_windows


def test_both_ends_of_the_lengths_are_walked() -> None:
    """One file is a full window and one as short as is allowed; both sound and are resampled."""
    decoded = [bytes_to_waveform(encoded, WINDOW_S) for encoded in noise_files()]

    assert [WINDOW_S, MIN_AUDIO_S] == [audio.info.duration_s for audio in decoded]
    assert RATE_HZ % SAMPLE_RATE_HZ == 0 < RATE_HZ - SAMPLE_RATE_HZ
    for audio in decoded:
        (window,) = waveform_to_windows(audio.waveform)
        assert RATE_HZ == audio.info.sample_rate_hz
        assert not window.is_silent
        assert np.abs(audio.waveform).max() < 0.2
