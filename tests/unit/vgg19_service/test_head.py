"""The head in numpy: kernel, scores and what speaks for a genre."""

import numpy as np
import pytest

from training.genre import kernel_head
from training.genre.teacher import labels_to_targets
from vgg19_service.head import HEAD_OUTPUTS, Head, arrays_to_head

# Two bands of one component each, two support vectors, two genres.
HEAD = Head(
    projections=(np.ones((2, 1, 1), np.float32),),
    offsets=np.array([[0.5], [0.0]], np.float32),
    support_vectors=np.array([[[1.0, 3.0]], [[0.0, 0.0]]], np.float32),
    band_weights=np.array([0.75, 0.25], np.float32),
    dual_coefficients=np.array([[2.0, 0.0], [0.0, 1.0]], np.float32),
    intercepts=np.array([-1.0, 0.5], np.float32),
)


def test_kernel_is_a_weighted_gaussian_of_the_distance() -> None:
    """A support vector itself has the band's weight, one at distance 2 exp(−2) of it."""
    components = HEAD.components((np.array([[[0.5]], [[0.0]]], np.float32),))

    kernel = HEAD.kernel(components)

    np.testing.assert_allclose([[[1.0]], [[0.0]]], components)
    np.testing.assert_allclose([0.75, 0.75 * np.exp(-2)], kernel[0, 0], rtol=1e-6)
    np.testing.assert_allclose([0.25, 0.25], kernel[1, 0], rtol=1e-6)


def test_scores_are_kernel_times_coefficients() -> None:
    """Scores add the bands' kernels up, weighted by the dual coefficients, and the intercepts."""
    components = np.array([[[1.0]], [[0.0]]], np.float32)

    scores = HEAD.scores(components)

    expected = [[2 * 1 - 1, (0.75 * np.exp(-2) + 0.25) + 0.5]]
    np.testing.assert_allclose(expected, scores, rtol=1e-6)


def test_head_is_read_in_the_order_of_its_outputs() -> None:
    """What the graph holds in other shapes comes back as it was fitted."""
    graph = [
        *(np.full((1, 1, 1), number, np.float32) for number in range(4)),
        HEAD.offsets[:, None],
        HEAD.support_vectors,
        HEAD.band_weights[:, None, None],
        HEAD.dual_coefficients,
        HEAD.intercepts,
    ]
    assert len(HEAD_OUTPUTS) == len(graph)

    head = arrays_to_head(graph)

    assert [0, 1, 2, 3] == [float(projection[0, 0, 0]) for projection in head.projections]
    for name in ("offsets", "support_vectors", "band_weights", "dual_coefficients", "intercepts"):
        np.testing.assert_array_equal(getattr(HEAD, name), getattr(head, name))


def test_slopes_add_up_to_the_score() -> None:
    """Slopes × components are what a clip scores more than an average one, against the others."""
    random = np.random.default_rng(2)
    labels = np.arange(40) % 4
    blocks = (random.normal(labels[:, None], 1, (16, 40, 8)).astype(np.float32),)
    head = kernel_head.fit(blocks, labels_to_targets(labels, 4), seed=0)
    components = head.components(blocks)

    scores = head.scores(components[:, :1]) - head.scores(0 * components[:, :1])

    for genre in range(4):
        slopes = head.slopes(components[:, 0], genre)
        contrast = scores[0, genre] - np.delete(scores[0], genre).mean()
        assert contrast == pytest.approx((slopes * components[:, 0]).sum(), abs=0.01)
