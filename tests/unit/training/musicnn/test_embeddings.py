"""Embeddings of audio and of stored spectrograms, and the map from these to those."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from music_genre.audio.constants import PATCHES_PER_WINDOW
from music_genre.audio.onnx_graph import OnnxGraph
from svm_service.learnt import N_EMBEDDING, patches_to_learnt
from svm_service.patches import musicnn_mel_to_patches
from tools.signals import song
from training.data.dataset import Clip, waveform_to_spectrograms
from training.musicnn.embeddings import (
    FEWEST_PAIRS,
    LEAST_SPREAD,
    RANK,
    Floats,
    StoredMap,
    clip_to_embeddings,
    clips_to_embeddings,
    embeddings_to_map,
    file_to_map,
    map_to_file,
    rows_to_scaler,
)
from training.musicnn.stored_mel import log_mel_to_musicnn_mel
from training.settings import NETWORK

N_HIDDEN = 5


@pytest.fixture(scope="module")
def clip() -> Clip:
    """Make a clip with audio."""
    spectrograms = waveform_to_spectrograms(song(12).astype(np.float32))
    known = ("made", "polka", "all", "1")
    return Clip(*known, spectrograms.log_mel, musicnn_mel=spectrograms.musicnn_mel)


def made_pairs(n: int, seed: int) -> tuple[Floats, Floats]:
    """Make embeddings of audio and of stored spectrograms that hold the same five numbers."""
    shared = np.random.default_rng(0)
    to_stored = shared.normal(0, 1, (N_HIDDEN, N_EMBEDDING))
    to_audio = shared.normal(0, 1, (N_HIDDEN, N_EMBEDDING)) * shared.uniform(0.1, 9, N_EMBEDDING)
    offset = shared.normal(3, 1, N_EMBEDDING)
    hidden = np.random.default_rng(seed).normal(0, 1, (n, N_HIDDEN))
    return (
        (hidden @ to_audio + offset).astype(np.float32),
        (hidden @ to_stored - 1).astype(np.float32),
    )


def joined(audio: Floats | None, stored: Floats) -> Floats:
    """Put both side by side; what is missing is NaN."""
    heard = np.full_like(stored, np.nan) if audio is None else audio
    return np.concatenate([heard, stored], axis=1)


@pytest.fixture(scope="module")
def learnt_map() -> StoredMap:
    """Learn the map from a hundred pairs, with some clips that have no audio among them."""
    pairs = joined(*made_pairs(100, 1))
    return embeddings_to_map(np.concatenate([pairs, joined(None, made_pairs(20, 2)[1])]))


def test_both_embeddings_of_a_clip(clip: Clip) -> None:
    """First comes that of the audio, as a service computes it, then that of what is stored."""
    graph = OnnxGraph(NETWORK, 1)
    assert clip.musicnn_mel is not None
    heard = musicnn_mel_to_patches(clip.musicnn_mel, PATCHES_PER_WINDOW)
    stored = musicnn_mel_to_patches(log_mel_to_musicnn_mel(clip.log_mel))

    embeddings = clip_to_embeddings(clip, graph)

    assert (2 * N_EMBEDDING,) == embeddings.shape
    parts = (embeddings[:N_EMBEDDING], embeddings[N_EMBEDDING:])
    for patches, part in zip((heard, stored), parts, strict=True):
        np.testing.assert_array_equal(patches_to_learnt(patches, graph).embedding, part)


def test_clip_without_audio_has_one(clip: Clip) -> None:
    """What the audio would give is NaN, and what is stored is as it was."""
    both, stored_alone = clips_to_embeddings([clip, replace(clip, musicnn_mel=None)], NETWORK)

    assert np.isnan(stored_alone[:N_EMBEDDING]).all()
    assert np.isfinite(both).all()
    np.testing.assert_allclose(stored_alone[N_EMBEDDING:], both[N_EMBEDDING:], atol=1e-3)


def test_linear_relation_is_found(learnt_map: StoredMap) -> None:
    """Of clips that it has not seen, the map estimates the embedding of the audio within 5 %."""
    audio, stored = made_pairs(50, 3)

    estimated = learnt_map.heard(joined(None, stored))

    error = np.sqrt(((estimated - audio) ** 2).mean(axis=0))
    assert (error < 0.05 * audio.std(axis=0)).all()


def test_audio_is_taken_where_it_is(learnt_map: StoredMap) -> None:
    """What was heard stays to the bit; only what is missing is estimated."""
    audio, stored = made_pairs(4, 4)
    rows = joined(audio, stored)
    rows[1::2, :N_EMBEDDING] = np.nan

    heard = learnt_map.heard(rows)

    np.testing.assert_array_equal(audio[::2], heard[::2])
    np.testing.assert_allclose(heard[1::2], learnt_map.heard(joined(None, stored))[1::2], atol=1e-4)
    assert np.isfinite(heard).all()
    assert np.isnan(rows[1, 0])  # and what was given stays as it was


@pytest.mark.parametrize(
    ("n_pairs", "is_identity"), [(FEWEST_PAIRS - 1, True), (FEWEST_PAIRS, False)]
)
def test_few_pairs_teach_nothing(n_pairs: int, is_identity: bool) -> None:
    """With fewer than thirty pairs the stored embedding stands for the audio's as it is."""
    pairs = joined(*made_pairs(n_pairs, 1))
    stored = made_pairs(3, 2)[1]

    heard = embeddings_to_map(pairs).heard(joined(None, stored))

    assert is_identity == bool(np.array_equal(stored, heard))


def test_dead_features_decide_nothing() -> None:
    """What hardly varied in training changes nothing, however large it is in somebody's song."""
    audio, stored = made_pairs(FEWEST_PAIRS, 1)
    audio[:, 7] = 1e-11
    stored[:, 5] = np.random.default_rng(0).uniform(0, 1e-9, FEWEST_PAIRS)
    stored_map = embeddings_to_map(joined(audio, stored))
    loud = stored.copy()
    loud[:, 5] = 1e3

    estimated, of_loud = (stored_map.heard(joined(None, rows)) for rows in (stored, loud))

    np.testing.assert_array_equal(estimated, of_loud)
    np.testing.assert_allclose(estimated[:, 7], 0, atol=1e-9)


def test_scaler_makes_dead_features_zero() -> None:
    """A feature at the limit is scaled to deviation 1; one under it is 0 for ever."""
    alternating = np.where(np.arange(10) % 2, 1.0, -1.0)
    rows = (alternating[:, None] * [1, 1.01 * LEAST_SPREAD, 0.99 * LEAST_SPREAD]).astype(np.float32)

    scaled = rows_to_scaler(rows).transform(100 * rows)

    np.testing.assert_allclose(scaled.std(axis=0), [100, 100, 0], rtol=1e-3)


def test_file_round_trip(tmp_path: Path) -> None:
    """A map of a few directions between features of any size comes back within half precision."""
    random = np.random.default_rng(0)
    size = 3 * RANK // 2
    left, right = random.normal(0, 1, (size, N_HIDDEN)), random.normal(0, 1, (N_HIDDEN, size))
    incoming, outgoing = random.lognormal(0, 2, (2, size)).astype(np.float32)
    incoming[3], outgoing[4] = np.inf, 0  # dead features
    weights = (left @ right / incoming[:, None] * outgoing).astype(np.float32)
    bias = random.normal(0, 1, size).astype(np.float32)

    map_to_file(StoredMap(weights, bias, (incoming, outgoing)), tmp_path / "map.npz")

    kept = file_to_map(tmp_path / "map.npz")
    error = np.sqrt(((kept.weights - weights) ** 2).mean(axis=0))
    assert (error <= 0.005 * np.sqrt((weights**2).mean(axis=0))).all()
    np.testing.assert_array_equal(bias, kept.bias)
    np.testing.assert_array_equal(incoming, kept.scales[0])
    np.testing.assert_array_equal(outgoing, kept.scales[1])


def test_missing_map_is_an_error(tmp_path: Path) -> None:
    """A file that is not there is an error that says so."""
    with pytest.raises(FileNotFoundError, match=r"none\.npz"):
        file_to_map(tmp_path / "none.npz")
