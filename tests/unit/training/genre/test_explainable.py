"""A graph with its head also gives what an explanation needs."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime

from music_genre.audio.model_bundle import MODEL_FILE, SCORES_OUTPUT
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from tools.signals import song
from training.genre.explainable import graph_to_explainable
from training.settings import MODEL_DIRS
from vgg19_service.features import log_mel_to_image


def test_graph_with_maps_gives_the_same_scores(tmp_path: Path) -> None:
    """A graph without the outputs gets them, once or twice, and its scores are the same bits."""
    path = tmp_path / MODEL_FILE
    served = MODEL_DIRS["vgg19"] / MODEL_FILE
    plain = onnx.load(served)
    del plain.graph.output[1:]
    onnx.save(plain, path)

    graph_to_explainable(path)
    graph_to_explainable(path)

    window = waveform_to_windows(song(3).astype(np.float32))[0]
    levels = {"levels": log_mel_to_image(window_to_log_mel(window))[None]}
    ours, theirs = (onnxruntime.InferenceSession(p) for p in (path, served))
    names = [output.name for output in theirs.get_outputs()]
    assert names == [output.name for output in ours.get_outputs()]
    for one, other in zip(ours.run(names, levels), theirs.run(names, levels), strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(
        onnxruntime.InferenceSession(plain.SerializeToString()).run([SCORES_OUTPUT], levels)[0],
        ours.run([SCORES_OUTPUT], levels)[0],
    )
