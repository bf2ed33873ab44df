"""A wheel with a checkpoint of TensorFlow 1 → weights by name."""

from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
import tensorflow as tf

from svm_service.learnt import NETWORK_NAME
from training.musicnn.checkpoint import wheel_to_weights

# Keras's exporter asks numpy for an old name.
pytestmark = pytest.mark.filterwarnings("ignore:In the future `np.object`:FutureWarning")

KERNEL = np.arange(6, dtype=np.float64).reshape(2, 3) / 7
VARIABLES = {
    "dense/kernel": KERNEL,
    "batch_normalization/gamma": np.ones(3, np.float32),
    "dense/kernel/Adam": np.zeros((2, 3), np.float32),
    "dense/kernel/Adam_1": np.zeros((2, 3), np.float32),
    "beta1_power": np.float32(0.9),
    "beta2_power": np.float32(0.99),
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a wheel with the checkpoint of one network, and a file that is none."""
    folder = tmp_path_factory.mktemp("wheel")
    tf.raw_ops.SaveV2(
        prefix=f"{folder}/",
        tensor_names=list(VARIABLES),
        shape_and_slices=[""] * len(VARIABLES),
        tensors=[tf.constant(value) for value in VARIABLES.values()],
    )
    path = folder / "made.whl"
    with ZipFile(path, "w") as archive:
        archive.writestr("musicnn/__init__.py", "raise RuntimeError('nobody runs this')")
        for name in (".index", ".data-00000-of-00001"):
            archive.write(folder / name, f"musicnn/{NETWORK_NAME}/{name}")
    return path


def test_variables_are_read_by_name(wheel: Path) -> None:
    """Every variable comes as float32, but those that training alone needed."""
    weights = wheel_to_weights(wheel, NETWORK_NAME)

    assert {"dense/kernel", "batch_normalization/gamma"} == set(weights)
    np.testing.assert_array_equal(KERNEL.astype(np.float32), weights["dense/kernel"])
    assert {np.dtype(np.float32)} == {value.dtype for value in weights.values()}


def test_unknown_network_is_an_error(wheel: Path) -> None:
    """A network that the wheel does not hold is named."""
    with pytest.raises(KeyError, match="MTT_other"):
        wheel_to_weights(wheel, "MTT_other")


def test_missing_wheel_is_an_error(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(OSError, match=r"none\.whl"):
        wheel_to_weights(tmp_path / "none.whl", NETWORK_NAME)
