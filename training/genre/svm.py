"""The SVM: how it is built, fitted and exported.

One-vs-rest RBF machines on standardised statistics, rotated to their 384 main components so that
the machines together stay small. One-vs-rest because its margins calibrate well (log loss 1.09
against 1.25 for one-vs-one votes at equal accuracy, `docs/experiments.md`).
"""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from music_genre.audio.model_bundle import SCORES_OUTPUT
from svm_service.features import log_mel_to_vector
from training.data.dataset import Clip

NAME = "svm"
N_COMPONENTS = 384
PENALTY = 30.0
GAMMA_PER_FEATURE = 0.2  # gamma is this over the number of features
ONNX_OPSET = {"": 18, "ai.onnx.ml": 3}


def clips_to_features(clips: list[Clip]) -> NDArray[np.float32]:
    """Compute the vectors of the clips, float32 `(n_clips, n_features)`."""
    return np.stack([log_mel_to_vector(clip.log_mel) for clip in clips])


class FittedSvm:
    """A fitted pipeline."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    def scores(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Compute one-vs-rest margins, float32 `(n, n_genres)`."""
        margins = self._pipeline.decision_function(features)
        if margins.ndim == 1:  # two genres: scikit-learn has one machine, the graph two columns
            margins = np.column_stack([-margins, margins])
        return np.asarray(margins, np.float32)

    def save_onnx(self, path: Path, n_features: int) -> None:
        """Write the pipeline as ONNX with the margins as its only output."""
        from skl2onnx import to_onnx
        from skl2onnx.helpers.onnx_helper import select_model_inputs_outputs

        classifier = self._pipeline[-1]
        with warnings.catch_warnings():
            # skl2onnx reads attributes that scikit-learn is about to drop.
            warnings.simplefilter("ignore", FutureWarning)
            graph: Any = to_onnx(
                self._pipeline,
                np.zeros((1, n_features), np.float32),
                options={id(classifier): {"raw_scores": True, "zipmap": False}},
                target_opset=ONNX_OPSET,
            )
        graph = select_model_inputs_outputs(graph, outputs=["probabilities"])
        for node in graph.graph.node:
            node.output[:] = [SCORES_OUTPUT if o == "probabilities" else o for o in node.output]
        graph.graph.output[0].name = SCORES_OUTPUT
        used = {name for node in graph.graph.node for name in node.input}
        for initializer in [i for i in graph.graph.initializer if i.name not in used]:
            graph.graph.initializer.remove(initializer)
        # Sets of Python are in another order in every process; the same run gives the same file.
        imports = sorted(graph.opset_import, key=lambda opset: str(opset.domain))
        del graph.opset_import[:]
        graph.opset_import.extend(imports)
        path.write_bytes(graph.SerializeToString())


def fit(features: NDArray[np.float32], labels: NDArray[np.intp], seed: int) -> FittedSvm:
    """Fit on vectors `(n, n_features)` and labels `(n,)`."""
    n_samples, n_features = features.shape
    pipeline = make_pipeline(
        StandardScaler(),
        PCA(min(N_COMPONENTS, n_samples, n_features), random_state=seed),
        OneVsRestClassifier(SVC(C=PENALTY, gamma=GAMMA_PER_FEATURE / n_features)),
    )
    return FittedSvm(pipeline.fit(features, labels))
