"""The deletion and insertion test, on made maps, on real clips, and what the report says."""

import json
from pathlib import Path

import numpy as np
import pytest

from training.data.dataset import folder_to_clips
from training.genre.explanations import (
    EXPLANATIONS_REPORT,
    Floats,
    areas_to_report,
    evenly,
    image_to_loudness,
    importance_to_random,
    measure,
    order_to_areas,
    order_to_ranks,
)

N_LIVE_CLIPS = 4


def test_ranks_follow_the_order() -> None:
    """The largest place comes first, as a square of cells; left over columns go with the last."""
    ranks = order_to_ranks(np.array([[1, 4], [3, 2]], np.float32), (4, 5, 1))

    assert (4, 5, 1) == ranks.shape
    np.testing.assert_array_equal([[0.75] * 2 + [0.0] * 3] * 2, ranks[:2, :, 0])
    np.testing.assert_array_equal([[0.25] * 2 + [0.5] * 3] * 2, ranks[2:, :, 0])


def test_random_map_is_as_coarse() -> None:
    """It has the same power spectrum, and nothing else of the map."""
    importance = np.zeros((32, 96), np.float32)
    importance[4:9, 20:30] = 1

    made = importance_to_random(importance, np.random.default_rng(0))

    np.testing.assert_allclose(
        np.abs(np.fft.rfft2(importance)), np.abs(np.fft.rfft2(made)), atol=1e-3
    )
    assert abs(np.corrcoef(importance.ravel(), made.ravel())[0, 1]) < 0.3


def test_loudness_is_the_mean_of_a_place() -> None:
    """A place is a square of cells."""
    image = np.arange(4 * 5, dtype=np.float32).reshape(4, 5, 1)

    np.testing.assert_array_equal([[3, 5], [13, 15]], image_to_loudness(image, 2, 2))


def test_right_map_is_better_than_its_opposite() -> None:
    """For a judge who listens to one corner, the map of that corner deletes and inserts best."""
    image = np.random.default_rng(0).uniform(0, 255, (128, 387, 1)).astype(np.float32)
    corner = np.zeros((32, 96), np.float32)
    corner[:6, :16] = 1

    def contrast_in_the_corner(changed: Floats) -> float:
        return float(changed[:24, :64].std()) / 100

    deleted, inserted = order_to_areas(image, corner, contrast_in_the_corner)
    worst_deleted, worst_inserted = order_to_areas(image, -corner, contrast_in_the_corner)

    assert deleted < worst_deleted / 2
    assert inserted > worst_inserted * 2


def test_report_has_means_and_intervals() -> None:
    """A gain is positive where importance deletes less area, or inserts more."""
    clip = {"importance": (0.2, 0.6), "random": (0.4, 0.5), "loudness": (0.1, 0.6)}

    report = areas_to_report([clip] * 5)

    assert 5 == report["n_clips"]
    assert pytest.approx(0.2) == report["deletion"]["better_than"]["random"]["mean"]
    assert [pytest.approx(-0.1)] * 2 == report["deletion"]["better_than"]["loudness"]["interval_95"]
    assert pytest.approx(0.6) == report["insertion"]["area"]["importance"]


@pytest.mark.parametrize("curve", ["deletion", "insertion"])
def test_maps_are_better_than_random_ones(curve: str) -> None:
    """In the report the maps beat random ones on both curves, by more than chance."""
    report = json.loads(EXPLANATIONS_REPORT.read_text())

    low, high = report[curve]["better_than"]["random"]["interval_95"]
    assert 0 < low < high
    assert report["n_clips"] >= 60


def test_maps_are_better_than_loudness() -> None:
    """In the report they beat loudness on both curves taken together."""
    report = json.loads(EXPLANATIONS_REPORT.read_text())

    gains = [
        report[curve]["better_than"]["loudness"]["mean"] for curve in ("deletion", "insertion")
    ]
    assert sum(gains) > 0.05


@pytest.mark.data
def test_maps_of_real_clips(gtzan_dir: Path) -> None:
    """On a few real clips, today's code deletes and inserts better than random maps."""
    report = measure(evenly(folder_to_clips(gtzan_dir), N_LIVE_CLIPS))

    gains = [report[curve]["better_than"]["random"]["mean"] for curve in ("deletion", "insertion")]
    assert sum(gains) > 0
