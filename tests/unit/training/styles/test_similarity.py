"""Which of our patterns the shipped style model finds a rhythm like."""

from pathlib import Path

import numpy as np
import pytest
from models.pattern_less import write_pattern_less_model
from models.played_patterns import played_patterns

from beat_service.drums.pattern import folder_to_styles
from beat_service.styles.style_model import StyleModel
from music_genre.audio.errors import ModelBundleError
from training.styles.examples import Examples
from training.styles.similarity import EMBEDDING_OUTPUT, vector_to_similarities

IN_FIVE_BAR = 0.85


@pytest.fixture(scope="module")
def model() -> StyleModel:
    """Load the model once."""
    return StyleModel()


@pytest.fixture(scope="module")
def played() -> Examples:
    """Play our patterns at other tempi, on another kit, by other people."""
    return played_patterns()


def test_a_pattern_is_like_itself(model: StyleModel, played: Examples) -> None:
    """Of all 95, the pattern that is played is mostly among the five likest."""
    ranks = []
    for vector, name in zip(played.vectors, played.names, strict=True):
        likeness = vector_to_similarities(model, vector)
        ranks.append(sorted(likeness.values(), reverse=True).index(likeness[name]))

    assert np.mean(np.array(ranks) < 5) >= IN_FIVE_BAR


def test_likeness_is_of_every_pattern(model: StyleModel, played: Examples) -> None:
    """Every pattern of the catalogue has a cosine, and no other."""
    likeness = vector_to_similarities(model, played.vectors[0])

    assert {p.id for style in folder_to_styles() for p in style.patterns} == set(likeness)
    assert all(-1.001 <= cosine <= 1.001 for cosine in likeness.values())


def test_embeddings_lie_on_a_sphere(model: StyleModel, played: Examples) -> None:
    """An embedding has length 1, so that a product of two is their cosine."""
    (embeddings,) = model.graph.run([EMBEDDING_OUTPUT], played.vectors[:3])

    assert [1, 1, 1] == pytest.approx(np.square(embeddings).sum(axis=1).tolist(), abs=1e-4)


def test_a_model_without_patterns_is_refused(tmp_path: Path, played: Examples) -> None:
    """A graph of an older training, which knows no patterns, cannot be measured by them."""
    model = StyleModel(write_pattern_less_model(tmp_path))

    with pytest.raises(ModelBundleError, match="knows no patterns; run `make train-styles`"):
        vector_to_similarities(model, played.vectors[0])
