"""fp32 ONNX graph → 8-bit integers, convolutions only, ranges chosen on real images.

Static quantisation with one scale per output channel (onnxruntime's QDQ format); the statistics
and the head stay in fp32, where a rounding error would go straight into the scores.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tqdm import tqdm

from audio.model_bundle import SCORES_OUTPUT
from training.gtzan import Clip
from vgg19_service.features import log_mel_to_image

N_CALIBRATION_CLIPS = 60


class _CalibrationImages:
    """What onnxruntime asks for images, one at a time."""

    def __init__(self, clips: list[Clip]) -> None:
        self._images: Iterator[NDArray[np.float32]] = (
            log_mel_to_image(clip.log_mel)[None] for clip in clips
        )

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        image = next(self._images, None)
        return None if image is None else {"levels": image}


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
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["Conv", "MaxPool"],
        calibrate_method=CalibrationMethod.MinMax,
    )
    prepared_path.unlink()


def graphs_to_comparison(fp32_path: Path, int8_path: Path, clips: list[Clip]) -> dict[str, float]:
    """What 8 bits cost and gain on clips that neither graph was fitted on."""
    labels = np.array([clip.label for clip in clips])
    fp32, fp32_ms = _graph_to_labels(fp32_path, clips)
    int8, int8_ms = _graph_to_labels(int8_path, clips)
    return {
        "n_clips": len(clips),
        "accuracy_fp32": float((fp32 == labels).mean()),
        "accuracy_int8": float((int8 == labels).mean()),
        "same_label": float((fp32 == int8).mean()),
        "median_ms_fp32": fp32_ms,
        "median_ms_int8": int8_ms,
    }


def _graph_to_labels(path: Path, clips: list[Clip]) -> tuple[NDArray[np.intp], float]:
    """Labels `(n_clips,)` that a graph gives, and its median time [ms]."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    labels, times_ms = [], []
    for clip in tqdm(clips, desc=path.stem, unit="clip", delay=5):
        image = log_mel_to_image(clip.log_mel)[None]
        started = time.perf_counter()
        (scores,) = session.run([SCORES_OUTPUT], {"levels": image})
        times_ms.append((time.perf_counter() - started) * 1000)
        labels.append(int(scores[0].argmax()))
    return np.array(labels), float(np.median(times_ms))
