"""What the served models' manifests say of the known window is true on this processor."""

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from beat_service.analysis.analysis_model import folder_to_analysis_model
from beat_service.analysis.known_answers import model_to_checked
from beat_service.analysis.pulse_model import PulseModel
from beat_service.settings import ANALYSIS_DIR
from beat_service.styles.style_model import StyleModel
from music_genre.audio.arithmetic import TOLERANCE, answers_to_difference
from music_genre.audio.model_bundle import MANIFEST_FILE
from tools.known_answers import folders_to_known_answers
from training.evaluate import MODELS
from training.settings import MODEL_DIRS, ROOT

SEVEN_BITS = 64
GRAPHS = sorted(ROOT.glob("*_service/**/*.onnx"))


def test_manifests_hold_exact_answers() -> None:
    """Exact arithmetic gives what each manifest says, as far as its digits go."""
    answers = folders_to_known_answers()

    assert 5 == len(answers)
    for folder, rows in answers.items():
        known = json.loads((folder / MANIFEST_FILE).read_text())["known_answers"]
        assert answers_to_difference(known, rows) < 1e-3, folder


@pytest.mark.parametrize("name", MODELS)
def test_genre_models_are_fast_here(name: str) -> None:
    """A model of ours needs no exact arithmetic, whatever the processor."""
    check = MODELS[name](MODEL_DIRS[name], 1).warm_up()

    assert "fast" == check.arithmetic
    assert check.difference < TOLERANCE


def test_beat_models_are_fast_here() -> None:
    """Neither do the networks of the beat service."""
    checks = [
        StyleModel().check_arithmetic(),
        model_to_checked(folder_to_analysis_model(ANALYSIS_DIR)),
        PulseModel().check_arithmetic(),
    ]

    assert 3 * ["fast"] == [check.arithmetic for check in checks]


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: str(Path(path).relative_to(ROOT)))
def test_weights_of_8_bit_graphs_have_7(path: Path) -> None:
    """Two products of 255 and a weight fit into 16 bits, where AVX2 processors add them."""
    graph = onnx.load(path).graph
    weights = {node.input[1] for node in graph.node if node.op_type in {"Conv", "MatMul", "Gemm"}}
    sources = {
        node.output[0]: node.input[0] for node in graph.node if node.op_type == "DequantizeLinear"
    }
    arrays = {array.name: array for array in graph.initializer}
    for name in weights & sources.keys():
        weight = numpy_helper.to_array(arrays[sources[name]])
        assert np.int8 == weight.dtype
        assert np.abs(weight.astype(int)).max() <= SEVEN_BITS


def test_there_is_an_8_bit_graph() -> None:
    """The test above has something to look at: VGG19's convolutions."""
    graph = onnx.load(MODEL_DIRS["vgg19"] / "model.onnx").graph

    assert 16 == sum(node.op_type == "Conv" for node in graph.node)
    assert any(node.op_type == "DequantizeLinear" for node in graph.node)
