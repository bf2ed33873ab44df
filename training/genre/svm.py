"""The SVM: how it is built, fitted and exported.

One-vs-rest RBF machines on standardised statistics, rotated to their 384 main components so that
the machines together stay small. One-vs-rest because its margins calibrate well (log loss 1.09
against 1.25 for one-vs-one votes at equal accuracy, `docs/experiments.md`). To their margins are
added the scores of a linear head on learnt features (`training.musicnn`).
"""

import warnings
from pathlib import Path
from typing import Any, cast

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from sklearn.decomposition import PCA
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from music_genre.audio.model_bundle import SCORES_OUTPUT
from svm_service.features import log_mel_to_vector
from svm_service.learnt import N_EMBEDDING
from training.data.dataset import Clip
from training.musicnn.embeddings import clips_to_embeddings
from training.musicnn.genre_head import GenreHead, embeddings_to_head
from training.musicnn.graph import Linear

NAME = "svm"
N_COMPONENTS = 384
PENALTY = 30.0
GAMMA_PER_FEATURE = 0.2  # gamma is this over the number of features
LEARNT_WEIGHT = 1.3  # [margins] of the head's scores; from 1 to 2 the folds see no difference
ONNX_OPSET = {"": 18, "ai.onnx.ml": 3}

Floats = NDArray[np.float32]


def clips_to_features(network: Path, clips: list[Clip]) -> Floats:
    """Compute the clips' statistics and both embeddings, float32 `(n_clips, 2122 + 2 · 1706)`."""
    vectors = np.stack([log_mel_to_vector(clip.log_mel) for clip in clips])
    return np.concatenate([vectors, clips_to_embeddings(clips, network)], axis=1)


def features_to_parts(features: Floats) -> tuple[Floats, Floats]:
    """Part statistics `(n, 2122)` from embeddings `(n, 2 · 1706)`."""
    return features[:, : -2 * N_EMBEDDING], features[:, -2 * N_EMBEDDING :]


class FittedSvm:
    """A fitted pipeline on the statistics, and a head on the embeddings."""

    def __init__(self, pipeline: Pipeline, head: GenreHead) -> None:
        self._pipeline, self.head = pipeline, head

    def scores(self, features: Floats) -> Floats:
        """Compute one-vs-rest margins with the head's scores, float32 `(n, n_genres)`."""
        vectors, embeddings = features_to_parts(features)
        margins = self._pipeline.decision_function(vectors)
        if margins.ndim == 1:  # two genres: scikit-learn has one machine, the graph two columns
            margins = np.column_stack([-margins, margins])
        return np.asarray(margins + LEARNT_WEIGHT * self.head.scores(embeddings), np.float32)

    def save_onnx(self, path: Path) -> None:
        """Write the graph from features `(1, 2122 + 1706)`, those of audio, to the scores."""
        n_vector = self._pipeline[0].n_features_in_
        graph = _pipeline_to_graph(self._pipeline, n_vector)
        _add_head(graph, n_vector, self.head.linear)
        # Sets of Python are in another order in every process; the same run gives the same file.
        imports = sorted(graph.opset_import, key=lambda opset: str(opset.domain))
        del graph.opset_import[:]
        graph.opset_import.extend(imports)
        onnx.checker.check_model(graph)
        path.write_bytes(graph.SerializeToString())


def _pipeline_to_graph(pipeline: Pipeline, n_features: int) -> onnx.ModelProto:
    """Export the machines, with their margins as the only output."""
    from skl2onnx import to_onnx
    from skl2onnx.helpers.onnx_helper import select_model_inputs_outputs

    with warnings.catch_warnings():
        # skl2onnx reads attributes that scikit-learn is about to drop.
        warnings.simplefilter("ignore", FutureWarning)
        model: onnx.ModelProto = to_onnx(
            pipeline,
            np.zeros((1, n_features), np.float32),
            options={id(pipeline[-1]): {"raw_scores": True, "zipmap": False}},
            target_opset=ONNX_OPSET,
        )
    model = cast("onnx.ModelProto", select_model_inputs_outputs(model, outputs=["probabilities"]))
    used = {name for node in model.graph.node for name in node.input}
    for initializer in [i for i in model.graph.initializer if i.name not in used]:
        model.graph.initializer.remove(initializer)
    return model


def _add_head(model: onnx.ModelProto, n_vector: int, head: Linear) -> None:
    """Let the graph take the embedding too, and add the head's scores to its margins."""
    graph = model.graph
    n_features = n_vector + N_EMBEDDING
    constants: dict[str, NDArray[Any]] = {
        "vector_start": np.array([0]),
        "vector_end": np.array([n_vector]),
        "embedding_start": np.array([n_vector]),
        "embedding_end": np.array([n_features]),
        "features_axis": np.array([1]),
        "head_weights": (LEARNT_WEIGHT * head.weights).astype(np.float32),
        "head_bias": (LEARNT_WEIGHT * head.bias).astype(np.float32),
    }
    graph.initializer.extend(numpy_helper.from_array(v, name) for name, v in constants.items())
    vector = graph.input[0].name
    before = [
        helper.make_node("Slice", ["features", f"{p}_start", f"{p}_end", "features_axis"], [out])
        for p, out in (("vector", vector), ("embedding", "embedding"))
    ]
    after = [
        helper.make_node("Gemm", ["embedding", "head_weights", "head_bias"], ["learnt_scores"]),
        helper.make_node("Add", [graph.output[0].name, "learnt_scores"], [SCORES_OUTPUT]),
    ]
    nodes = [*before, *graph.node, *after]
    del graph.node[:], graph.input[:], graph.output[:]
    graph.node.extend(nodes)
    info = helper.make_tensor_value_info
    graph.input.append(info("features", TensorProto.FLOAT, [None, n_features]))
    graph.output.append(info(SCORES_OUTPUT, TensorProto.FLOAT, [None, len(head.bias)]))


def fit(features: Floats, narrow: Floats, labels: NDArray[np.intp], seed: int) -> FittedSvm:
    """Fit on features `(n, 2122 + 2 · 1706)` and labels `(n,)`.

    Learnt from too are those in a narrow band, `(n, 2122 + 1706)`, NaN where there are none: music
    over the telephone is music.
    """
    vectors, embeddings = features_to_parts(features)
    is_narrow = ~np.isnan(narrow[:, 0])
    narrow_vectors, narrow_embeddings = narrow[:, :-N_EMBEDDING], narrow[:, -N_EMBEDDING:]
    head = embeddings_to_head(embeddings, narrow_embeddings, labels)
    vectors = np.concatenate([vectors, narrow_vectors[is_narrow]])
    n_samples, n_features = vectors.shape
    pipeline = make_pipeline(
        StandardScaler(),
        PCA(min(N_COMPONENTS, n_samples, n_features), random_state=seed),
        OneVsRestClassifier(SVC(C=PENALTY, gamma=GAMMA_PER_FEATURE / n_features)),
    )
    pipeline.fit(vectors, np.concatenate([labels, labels[is_narrow]]))
    return FittedSvm(pipeline, head)
