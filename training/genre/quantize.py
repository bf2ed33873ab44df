"""fp32 ONNX graph → 8-bit integers, convolutions only, ranges chosen on real images.

Static quantisation with one scale per output channel (onnxruntime's QDQ format); the statistics
and the head stay in fp32, where a rounding error would go straight into the scores. Only the images
are looked at, never the labels.

Weights use 7 of the 8 bits. Processors without VNNI multiply pairs of 8-bit numbers and add them in
16 bits: 2 · 255 · 127 does not fit, 2 · 255 · 64 does, so every processor gives the same answer
(`docs/decisions/0012-one-answer-on-every-processor.md`).
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from training.data.dataset import Clip
from training.genre.vgg19 import LEVELS
from vgg19_service.features import log_mel_to_image

N_CALIBRATION_CLIPS = 60


class _CalibrationImages:
    """What onnxruntime asks for images, one at a time."""

    def __init__(self, clips: list[Clip]) -> None:
        self._images: Iterator[NDArray[np.float32]] = (
            log_mel_to_image(clip.log_mel)[None]
            for clip in tqdm(clips, desc="ranges for 8 bits", unit="clip", delay=5)
        )

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        image = next(self._images, None)
        return None if image is None else {LEVELS: image}


def onnx_to_int8(fp32_path: Path, int8_path: Path, clips: list[Clip]) -> None:
    """Quantise the graph with evenly spread `clips` as calibration images."""
    from onnxruntime.quantization import (
        CalibrationMethod,
        QuantFormat,
        QuantType,
        quant_pre_process,
        quantize_static,
    )

    step = max(1, len(clips) // N_CALIBRATION_CLIPS)
    prepared_path = int8_path.with_suffix(".prepared")
    quant_pre_process(str(fp32_path), str(prepared_path), skip_symbolic_shape=True)
    quantize_static(
        prepared_path,
        int8_path,
        _CalibrationImages(clips[::step]),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        reduce_range=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["Conv", "Relu", "MaxPool"],
        calibrate_method=CalibrationMethod.MinMax,
    )
    prepared_path.unlink()
