"""What is estimated of musicnn's spectrogram from a stored one."""

import numpy as np
import pytest

from music_genre.audio.constants import COLUMN_S, MUSICNN_GAIN
from svm_service.patches import waveform_to_musicnn_mel
from tools.signals import song
from training.data.dataset import waveform_to_spectrograms
from training.musicnn.stored_mel import PEAK_DB, log_mel_to_musicnn_mel

FRAME_S = 0.016


@pytest.mark.parametrize("n_columns", [1, 2, 39, 387])
def test_shape_follows_the_columns(n_columns: int) -> None:
    """There are 96 bands, and a frame every 16 ms from the first column to the last."""
    mel = log_mel_to_musicnn_mel(np.full((128, n_columns), -20, np.float32))

    assert np.float32 == mel.dtype
    assert 96 == mel.shape[1]
    last_column_s = (n_columns - 1) * COLUMN_S
    assert last_column_s == pytest.approx((len(mel) - 1) * FRAME_S, abs=COLUMN_S)


def test_level_is_that_of_a_usual_peak() -> None:
    """The loudest cell stands for the peak of a usual clip; silence is nearly nothing."""
    loud, silent = (
        log_mel_to_musicnn_mel(np.full((128, 10), level_db, np.float32)) for level_db in (0, -80)
    )

    peak = np.log10(1 + MUSICNN_GAIN * 10 ** (PEAK_DB / 10))
    np.testing.assert_allclose(loud, peak, rtol=1e-5)
    assert 0 <= silent.max() < 0.01


def test_louder_stays_louder() -> None:
    """Where the stored level rises, so does the estimate, in every band and frame."""
    log_mel = np.random.default_rng(0).uniform(-80, -6, (128, 50)).astype(np.float32)

    softer, louder = log_mel_to_musicnn_mel(log_mel), log_mel_to_musicnn_mel(log_mel + 6)

    assert (louder > softer).all()


def test_time_stays_time() -> None:
    """The frame that is loudest lies where the loudest column lies."""
    log_mel = np.full((128, 387), -60, np.float32)
    log_mel[:, 200] = 0

    loudest = log_mel_to_musicnn_mel(log_mel).mean(axis=1).argmax()

    assert 200 * COLUMN_S == pytest.approx(loudest * FRAME_S, abs=COLUMN_S)


def test_frequency_stays_frequency() -> None:
    """A loud band keeps its place: half of the stored mel scale lies lower than half of ours."""
    log_mel = np.full((128, 20), -60, np.float32)
    log_mel[64] = 0

    loudest = int(log_mel_to_musicnn_mel(log_mel).mean(axis=0).argmax())

    assert 64 / 128 < loudest / 96 < 0.6


def test_estimate_is_near_what_is_heard() -> None:
    """Of a song, the estimate of its stored log-mel goes with the spectrogram of its audio."""
    samples = song(20).astype(np.float32)
    estimated = log_mel_to_musicnn_mel(waveform_to_spectrograms(samples).log_mel)
    heard = waveform_to_musicnn_mel(samples)[: len(estimated)]

    assert np.corrcoef(estimated.ravel(), heard.ravel())[0, 1] > 0.8
