"""An SVM bundle whose fast answers are wrong where 8-bit products are added in 16 bits."""

from pathlib import Path

import numpy as np
import onnx
from models.any_manifest import graphs_to_any_svm_manifest
from onnx import TensorProto, helper, numpy_helper

from music_genre.audio.constants import GENRES
from music_genre.audio.known_song import known_window
from music_genre.audio.model_bundle import MODEL_FILE, SCORES_OUTPUT
from music_genre.audio.track import Calibration, window_to_log_mel
from svm_service.features import log_mel_to_vector
from svm_service.learnt import LEARNT_FILE, N_EMBEDDING
from training.bundle import write_bundle
from training.genre_bundle import with_known_answers
from training.settings import NETWORK

FULL_WEIGHT = 127  # twice 255 × 127 does not fit into 16 bits
SAFE_WEIGHT = 64  # twice 255 × 64 does
LOUDER = 1e6  # makes nearly every value of a vector 255
CALIBRATION = Calibration(((30.0, 1.0),), 0.5)


def write_saturating_bundle(folder: Path) -> Path:
    """Write a bundle for the SVM service: exact arithmetic says blues, saturated sums doubt it.

    The network beside it is the shipped one, which no kernel gets wrong.
    """
    n_values = len(log_mel_to_vector(window_to_log_mel(known_window()))) + N_EMBEDDING
    files = {
        MODEL_FILE: _graph(n_values).SerializeToString(),
        LEARNT_FILE: NETWORK.read_bytes(),
    }
    manifest = graphs_to_any_svm_manifest(
        files,
        genres=GENRES,
        temperatures=tuple(CALIBRATION.temperatures),
        confident_from=CALIBRATION.confident_from,
    )
    write_bundle(folder, files, with_known_answers(files, manifest), card="")
    return folder


def _graph(n_values: int) -> onnx.ModelProto:
    """Build |X| · LOUDER in 8 bits times weights in 8 bits, in onnxruntime's QDQ form."""
    weights = np.zeros((n_values, len(GENRES)), np.int8)
    weights[:, 0], weights[:, 1] = FULL_WEIGHT, SAFE_WEIGHT
    largest = 255 * FULL_WEIGHT * n_values / 10  # so that the first score is about 10
    values = {
        "louder": np.float32(LOUDER),
        "one": np.float32(1),
        "zero": np.uint8(0),
        "weights": weights,
        "weight_scale": np.float32(1 / largest),
        "weight_zero": np.int8(0),
    }
    nodes = [
        helper.make_node("Abs", ["X"], ["positive"]),
        helper.make_node("Mul", ["positive", "louder"], ["loud"]),
        helper.make_node("QuantizeLinear", ["loud", "one", "zero"], ["levels"]),
        helper.make_node("DequantizeLinear", ["levels", "one", "zero"], ["floats"]),
        helper.make_node(
            "DequantizeLinear", ["weights", "weight_scale", "weight_zero"], ["factors"]
        ),
        helper.make_node("MatMul", ["floats", "factors"], [SCORES_OUTPUT]),
    ]
    graph = helper.make_graph(
        nodes,
        "saturating",
        [helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, n_values])],
        [helper.make_tensor_value_info(SCORES_OUTPUT, TensorProto.FLOAT, [None, len(GENRES)])],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in values.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
