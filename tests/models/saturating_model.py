"""A genre model whose fast answers are wrong on processors that add 8-bit products in 16 bits."""

from pathlib import Path

import numpy as np
import onnx
from models.any_manifest import graph_to_any_manifest
from onnx import TensorProto, helper, numpy_helper

from music_genre.audio.arithmetic import answers_to_known
from music_genre.audio.constants import GENRES
from music_genre.audio.genre_model import graph_to_known_answers
from music_genre.audio.known_song import known_window
from music_genre.audio.model_bundle import MODEL_FILE, SCORES_OUTPUT
from music_genre.audio.onnx_graph import OnnxGraph
from music_genre.audio.track import Calibration, window_to_log_mel
from svm_service.features import log_mel_to_vector
from training.bundle import write_bundle

FULL_WEIGHT = 127  # twice 255 × 127 does not fit into 16 bits
SAFE_WEIGHT = 64  # twice 255 × 64 does
LOUDER = 1e6  # makes nearly every value of a vector 255
CALIBRATION = Calibration(((30.0, 1.0),), 0.5)


def write_saturating_bundle(folder: Path) -> Path:
    """Write a bundle for the SVM service: exact arithmetic says blues, saturated sums doubt it."""
    folder.mkdir()
    n_values = len(log_mel_to_vector(window_to_log_mel(known_window())))
    onnx.save(_graph(n_values), folder / MODEL_FILE)
    exact = OnnxGraph(folder / MODEL_FILE, 1, "exact")
    known = graph_to_known_answers(exact, log_mel_to_vector, CALIBRATION)
    graph = (folder / MODEL_FILE).read_bytes()
    manifest = graph_to_any_manifest(
        graph,
        genres=GENRES,
        temperatures=tuple(CALIBRATION.temperatures),
        confident_from=CALIBRATION.confident_from,
        known_answers=answers_to_known(known),
    )
    write_bundle(folder, {MODEL_FILE: graph}, manifest, card="")
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
