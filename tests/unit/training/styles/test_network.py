"""The style network: what it learns and how it is exported."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from music_genre.audio.model_bundle import SCORES_OUTPUT
from training.styles import network as beat_network
from training.styles.network import (
    N_RETURNS,
    NO_INDEX,
    TrainingSet,
    fit_networks,
    with_similarities,
)
from training.styles.similarity import EMBEDDING_OUTPUT, PATTERNS_KEY, SIMILARITY_OUTPUT


@pytest.fixture
def training_set() -> TrainingSet:
    """Make two styles that differ in a pair of bands, the second with no pattern of ours."""
    random = np.random.default_rng(0)
    styles = np.arange(48) % 2
    vectors = random.normal(0, 0.1, (48, N_RETURNS + 6)).astype(np.float32)
    vectors[styles == 1, 40:60] += 1
    patterns = np.where(styles == 1, NO_INDEX, np.arange(48) % 4 // 2)
    return TrainingSet(vectors, styles, patterns, 2, 2)


# tf2onnx still asks numpy for `np.object`.
@pytest.mark.filterwarnings("ignore:In the future `np.object`:FutureWarning")
def test_a_network_learns_and_is_exported(
    training_set: TrainingSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ONNX graph gives Keras's scores, embeddings of length 1 and their cosines."""
    monkeypatch.setattr(beat_network, "EPOCHS", 12)
    network = fit_networks(training_set, seed=1, n_networks=2)
    scores, embeddings = network.predict(training_set.vectors, verbose=0)
    network = with_similarities(network, 3 * embeddings[:2])
    beat_network.save_network(network, ["one", "two"], tmp_path / "graph.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "graph.onnx")
    served = dict(
        zip(
            [output.name for output in session.get_outputs()],
            session.run(None, {"vectors": training_set.vectors}),
            strict=True,
        )
    )

    assert (scores.argmax(axis=1) == training_set.styles).all()
    assert {SCORES_OUTPUT, EMBEDDING_OUTPUT, SIMILARITY_OUTPUT} == set(served)
    np.testing.assert_allclose(scores, served[SCORES_OUTPUT], atol=1e-3)
    np.testing.assert_allclose(1, np.linalg.norm(served[EMBEDDING_OUTPUT], axis=1), atol=1e-4)
    np.testing.assert_allclose(embeddings @ embeddings[:2].T, served[SIMILARITY_OUTPUT], atol=1e-3)
    assert '["one", "two"]' == session.get_modelmeta().custom_metadata_map[PATTERNS_KEY]


def test_a_part_of_the_training_set(training_set: TrainingSet) -> None:
    """Chosen rows keep their style and pattern."""
    part = training_set.part(training_set.styles == 1)

    assert (24, 2, 2) == (len(part.vectors), part.n_styles, part.n_patterns)
    assert {1} == set(part.styles.tolist())
    assert {NO_INDEX} == set(part.patterns.tolist())


def test_music_without_a_style_gets_every_style(
    training_set: TrainingSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a third of the rows has no style, a network is sure of the others and not of them."""
    monkeypatch.setattr(beat_network, "EPOCHS", 40)
    third = np.arange(48) % 3 == 0
    vectors = training_set.vectors.copy()
    vectors[third, 80:100] += 1
    styles = np.where(third, NO_INDEX, training_set.styles)
    network = fit_networks(
        TrainingSet(vectors, styles, training_set.patterns, 2, 2), 1, n_networks=1
    )
    scores = network.predict(vectors, verbose=0)[0]
    difference = np.abs(scores[:, 0] - scores[:, 1])

    assert np.median(difference[third]) < np.median(difference[~third]) / 2
