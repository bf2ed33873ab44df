"""Maps of the network → importance of each place."""

from pathlib import Path

import numpy as np
import pytest

from music_genre.audio.constants import GENRES
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from tools.signals import song
from vgg19_service.importance import (
    block_to_shares,
    grid_to_places,
    maps_to_importance,
    shares_to_grid,
)
from vgg19_service.model import Vgg19Model, folder_to_model

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def model() -> Vgg19Model:
    """Load the served network."""
    return folder_to_model(ROOT / "vgg19_service" / "model", 2)


@pytest.mark.parametrize("duration_s", [1, 6, 30])
def test_importance_adds_up_to_the_score(model: Vgg19Model, duration_s: float) -> None:
    """Over all places it is what the clip scores more than an average one, against the others."""
    window = waveform_to_windows(song(duration_s).astype(np.float32))[0]
    maps = model.log_mel_to_maps(window_to_log_mel(window))

    sums = [float(maps_to_importance(maps, genre).sum()) for genre in range(len(GENRES))]

    average = maps.head.scores(np.zeros_like(maps.head.offsets)[:, None])[0]
    expected = [_contrast(maps.scores - average, genre) for genre in range(len(GENRES))]
    np.testing.assert_allclose(sums, expected, atol=0.02)


def _contrast(scores: np.ndarray[tuple[int, ...], np.dtype[np.float32]], genre: int) -> float:
    return float(scores[genre] - np.delete(scores, genre).mean())


def test_importance_is_on_the_finest_grid(model: Vgg19Model) -> None:
    """30 s are 32 rows of 4 bands and 96 steps of 0.31 s."""
    window = waveform_to_windows(song(30).astype(np.float32))[0]

    assert (32, 96) == maps_to_importance(model.log_mel_to_maps(window_to_log_mel(window)), 0).shape


def test_shares_are_integrated_gradients() -> None:
    """They agree with the numeric integral of the gradient along the line from an empty map."""
    random = np.random.default_rng(2)
    block = np.maximum(random.normal(1, 1, (3, 32, 5)), 0).astype(np.float32)
    weights = random.normal(size=(16, 6)).astype(np.float32)

    def score(x: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
        bands = x.reshape(3, 16, -1)
        statistics = np.concatenate([bands.mean(axis=2), bands.std(axis=2)])
        return float((weights.T * np.sqrt(statistics)).sum())

    step, row, column = 1e-5, 9, 2
    integral = 0.0
    parts = (np.arange(2000) + 0.5) / 2000
    for part in parts**2:  # the gradient grows without bound towards the empty map
        for channel in range(3):
            up, down = block.astype(np.float64) * part, block.astype(np.float64) * part
            up[channel, row, column] += step * part
            down[channel, row, column] -= step * part
            slope = (score(up) - score(down)) / (2 * step * part)
            integral += slope * block[channel, row, column] * 2 * np.sqrt(part) / len(parts)

    assert block_to_shares(block, weights)[row, column] == pytest.approx(integral, rel=1e-2)


def test_empty_map_has_no_share() -> None:
    """A map without anything in it gives zeros, not a division by zero."""
    shares = block_to_shares(np.zeros((4, 8, 3), np.float32), np.ones((8, 8), np.float32))

    np.testing.assert_array_equal(np.zeros((8, 3)), shares)


def test_places_add_up_the_finest_block() -> None:
    """64 rows of 7 columns are 32 rows of 3, the last three columns wide."""
    places = grid_to_places(np.ones((64, 7), np.float32))

    np.testing.assert_array_equal([[4, 4, 6]] * 32, places)


@pytest.mark.parametrize(("rows", "columns", "n_columns"), [(16, 2, 5), (8, 1, 7), (32, 9, 9)])
def test_spreading_keeps_the_sum(rows: int, columns: int, n_columns: int) -> None:
    """Coarse shares on the fine grid add up to the same, also where the columns do not fit."""
    shares = np.random.default_rng(0).normal(size=(rows, columns)).astype(np.float32)

    spread = shares_to_grid(shares, 32, n_columns)

    assert (32, n_columns) == spread.shape
    assert shares.sum() == pytest.approx(spread.sum(), abs=1e-4)
