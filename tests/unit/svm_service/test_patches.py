"""musicnn's front end against librosa, and the patches cut out of it."""

import librosa
import numpy as np
import pytest
import soxr
from needs import Alone
from numpy.testing import assert_allclose

from music_genre.audio.constants import PATCH_FRAMES
from svm_service.patches import (
    musicnn_mel_to_patches,
    power_to_musicnn_mel,
    waveform_to_musicnn_mel,
)
from tools.signals import song


def numbered(n_frames: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Make a spectrogram whose every frame holds its number."""
    return np.repeat(np.arange(n_frames, dtype=np.float32)[:, None], 96, axis=1)


def starts_of(n_frames: int, most: int | None = None) -> list[int]:
    """Return the numbers of the frames at which patches begin."""
    return [int(patch[0, 0]) for patch in musicnn_mel_to_patches(numbered(n_frames), most)]


def test_spectrogram_is_librosas(alone: Alone) -> None:
    """At 16 kHz it is librosa's of 512 samples every 256 in 96 bands, compressed, to 1e-3."""
    samples = song(5).astype(np.float32)
    resampled = soxr.resample(samples, 22_050, 16_000)

    with alone():
        power = librosa.feature.melspectrogram(
            y=resampled, sr=16_000, n_fft=512, hop_length=256, n_mels=96
        )

    mel = waveform_to_musicnn_mel(samples)
    assert np.float32 == mel.dtype
    assert (1 + 80_000 // 256, 96) == mel.shape
    # librosa pads with zeros too, as all of it is centred
    assert_allclose(mel, np.log10(10_000 * power.T + 1), atol=1e-3)


def test_silence_is_zero() -> None:
    """No power is 0, and power of 0.0999 is 3."""
    assert 0 == waveform_to_musicnn_mel(np.zeros(22_050, np.float32)).max()
    assert_allclose(power_to_musicnn_mel(np.array([0, 0.0999], np.float32)), [0, 3], atol=1e-6)


def test_short_files_are_repeated() -> None:
    """What is shorter than a patch is repeated from its beginning up to one."""
    patches = musicnn_mel_to_patches(numbered(100))

    assert (1, PATCH_FRAMES, 96) == patches.shape
    assert_allclose(patches[0, :, 0], np.arange(PATCH_FRAMES) % 100)


def test_one_frame_is_enough() -> None:
    """Even a single frame fills a patch."""
    assert (1, PATCH_FRAMES, 96) == musicnn_mel_to_patches(numbered(1)).shape


@pytest.mark.parametrize(
    ("n_frames", "starts"),
    [
        (PATCH_FRAMES - 1, [0]),
        (PATCH_FRAMES, [0]),
        (PATCH_FRAMES + 62, [0]),
        (PATCH_FRAMES + 63, [0, 63]),
        (2 * PATCH_FRAMES - 1, [0, 186]),
        (2 * PATCH_FRAMES, [0, 187]),
        (2 * PATCH_FRAMES + 62, [0, 187]),
        (2 * PATCH_FRAMES + 63, [0, 187, 250]),
    ],
)
def test_rest_of_a_third_is_taken(n_frames: int, starts: list[int]) -> None:
    """Patches adjoin; a rest of a third of a patch is taken with the frames before it."""
    assert starts == starts_of(n_frames)


def test_patches_are_spread_evenly() -> None:
    """Of ten patches four are from all over the window, the first and the last among them."""
    assert [0, 3 * 187, 6 * 187, 9 * 187] == starts_of(10 * PATCH_FRAMES, 4)
    assert [0, 187, 374, 561] == starts_of(4 * PATCH_FRAMES, 4)
    assert [0, 187] == starts_of(2 * PATCH_FRAMES, 4)
    assert [0] == starts_of(10 * PATCH_FRAMES, 1)
