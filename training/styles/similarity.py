"""Rhythm vector → which of our patterns it is like, by the style model's graph.

The graph holds the mean embedding of each pattern. Serving does not ask for it, so a model without
patterns can be served all the same.
"""

import json
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beat_service.styles.style_model import StyleModel
from music_genre.audio.errors import ModelBundleError

EMBEDDING_OUTPUT: Final = "embedding"
SIMILARITY_OUTPUT: Final = "likeness"
PATTERNS_KEY: Final = "patterns"  # the graph's property with ids in the order of the output


def vector_to_similarities(model: StyleModel, vector: NDArray[np.float32]) -> dict[str, float]:
    """Give the cosine of a rhythm vector, float32 `(n_values,)`, to each of our patterns, by id.

    The larger, the better the rhythm fits. Raises `ModelBundleError` when the model has none.
    """
    patterns = model.graph.properties.get(PATTERNS_KEY)
    if patterns is None:
        raise ModelBundleError("the style model knows no patterns; run `make train-styles`")
    (likeness,) = model.graph.run([SIMILARITY_OUTPUT], vector[None])
    return dict(zip(json.loads(patterns), likeness[0].tolist(), strict=True))
