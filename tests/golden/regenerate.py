"""Rewrite the golden results of three short signals: `python tests/golden/regenerate.py`.

They hold the signal path still: log-mel, the SVM's vector, and what both committed models predict
in exact arithmetic, so that every processor can be held to them.
A change of these files is a change of what users get, and belongs into the changelog.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# Run as a script, Python looks for our packages in this folder alone.
sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from svm_service.features import log_mel_to_vector
from svm_service.model import folder_to_model as folder_to_svm
from tools.signals import sine, song, to_file
from vgg19_service.model import folder_to_model as folder_to_vgg19

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "signals.npz"

SIGNALS = {
    "song": song(4),
    "sine": sine(440, 2),
    "noise": np.random.default_rng(0).normal(0, 0.1, 44_100),
}


def results(*, exact: bool) -> dict[str, NDArray[np.float32]]:
    """Compute every stage of every signal, by `signal/stage`; the models `exact` or as served."""
    models = {
        "svm": folder_to_svm(ROOT / "svm_service" / "model", 1),
        "vgg19": folder_to_vgg19(ROOT / "vgg19_service" / "model", 1),
    }
    if exact:
        for model in models.values():
            model.graph.compute_exactly()
    made: dict[str, NDArray[np.float32]] = {}
    for name, samples in SIGNALS.items():
        window = waveform_to_windows(samples.astype(np.float32))[0]
        made[f"{name}/log_mel"] = window_to_log_mel(window)
        made[f"{name}/vector"] = log_mel_to_vector(made[f"{name}/log_mel"])
        for model_name, model in models.items():
            prediction = model.bytes_to_prediction(to_file(samples, subtype="FLOAT"), 60)
            made[f"{name}/{model_name}"] = np.asarray(prediction.probabilities, np.float32)
    return made


if __name__ == "__main__":
    np.savez_compressed(GOLDEN, **results(exact=True))  # type: ignore[arg-type]  # names are free
