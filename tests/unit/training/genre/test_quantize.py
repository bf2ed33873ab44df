"""fp32 graph → 8-bit integers, on a small made network."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from music_genre.audio.constants import N_MELS
from training.data.dataset import Clip
from training.genre import quantize
from training.genre.quantize import N_CALIBRATION_CLIPS, onnx_to_int8
from training.genre.vgg19 import LEVELS, STATISTICS, clips_to_statistics
from vgg19_service.features import log_mel_to_image

RANDOM = np.random.default_rng(5)
CLIPS = [
    Clip(str(n), "polka", "all", "1", RANDOM.uniform(-80, 0, (N_MELS, 40)).astype(np.float32))
    for n in range(4)
]


@pytest.fixture
def fp32(tmp_path: Path) -> Path:
    """Write a convolution of four channels with a mean behind it."""
    weight = RANDOM.normal(0, 0.01, (4, 1, 3, 3)).astype(np.float32)
    nodes = [
        helper.make_node("Transpose", [LEVELS], ["image"], perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["image", "weight"], ["maps"], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["maps"], ["positive"]),
        helper.make_node("ReduceMean", ["positive"], [STATISTICS], axes=[2, 3], keepdims=0),
    ]
    graph = helper.make_graph(
        nodes,
        "made",
        [helper.make_tensor_value_info(LEVELS, TensorProto.FLOAT, [None, N_MELS, None, 1])],
        [helper.make_tensor_value_info(STATISTICS, TensorProto.FLOAT, [None, 4])],
        [numpy_helper.from_array(weight, "weight")],
    )
    opset = [helper.make_opsetid("", 17)]
    path = tmp_path / "fp32.onnx"
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=8), path)
    return path


def test_eight_bits_stay_near(fp32: Path) -> None:
    """Statistics differ by less than 2 % of their range, and no scratch file is left."""
    int8 = fp32.with_name("int8.onnx")

    onnx_to_int8(fp32, int8, CLIPS)

    fine, coarse = clips_to_statistics(fp32, CLIPS), clips_to_statistics(int8, CLIPS)
    assert 0 < np.abs(fine - coarse).max() < 0.02 * fine.max()
    assert {"fp32.onnx", "int8.onnx"} == {path.name for path in fp32.parent.iterdir()}


def test_weights_have_seven_bits(fp32: Path) -> None:
    """The convolution's weights are int8 within ±64, with a scale for each channel."""
    int8 = fp32.with_name("int8.onnx")

    onnx_to_int8(fp32, int8, CLIPS)

    arrays = {a.name: numpy_helper.to_array(a) for a in onnx.load(int8).graph.initializer}
    (weight,) = (array for array in arrays.values() if array.dtype == np.int8 and array.ndim == 4)
    assert 32 < np.abs(weight.astype(int)).max() <= 64
    assert any(name.startswith("weight") and a.shape == (4,) for name, a in arrays.items())


def test_ranges_are_of_evenly_spread_clips(fp32: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many clips every n-th is looked at, about as many as are wanted."""
    many = [CLIPS[n % 4] for n in range(3 * N_CALIBRATION_CLIPS)]
    looked_at: list[int] = []

    def counting(log_mel: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> object:
        looked_at.append(next(n for n, clip in enumerate(CLIPS) if clip.log_mel is log_mel))
        return log_mel_to_image(log_mel)

    monkeypatch.setattr(quantize, "log_mel_to_image", counting)

    onnx_to_int8(fp32, fp32.with_name("int8.onnx"), many)

    assert N_CALIBRATION_CLIPS == len(looked_at)
    assert {0, 1, 2, 3} == set(looked_at)
