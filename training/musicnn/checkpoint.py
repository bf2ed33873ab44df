"""The wheel of musicnn → the weights of one of its networks.

Pons and Serra 2019, arXiv:1909.06654; ISC licence. The package needs libraries of 2019 and is not
installed: its TensorFlow 1 checkpoints are read from the downloaded file.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

WHEEL: Final = "musicnn-0.1.0-py3-none-any.whl"
OPTIMISER: Final = ("Adam", "beta1_power", "beta2_power")  # what training alone needed

Weights = Mapping[str, NDArray[np.float32]]


def wheel_to_weights(wheel: Path, network: str) -> Weights:
    """Read the variables of a network by their TensorFlow names, as float32.

    Raises `OSError` where the file is missing, `KeyError` where it has no such network.
    """
    from tensorflow.python.training import py_checkpoint_reader

    with tempfile.TemporaryDirectory() as folder, ZipFile(wheel) as archive:
        for name in (".index", ".data-00000-of-00001"):
            archive.extract(f"musicnn/{network}/{name}", folder)
        reader = py_checkpoint_reader.NewCheckpointReader(f"{folder}/musicnn/{network}/")
        return {
            name: np.asarray(reader.get_tensor(name), np.float32)
            for name in reader.get_variable_to_shape_map()
            if not any(part in name for part in OPTIMISER)
        }
