"""An ONNX file → a graph that runs on the CPU, quietly.

`Arithmetic` is how it computes. `fast` uses the kernels that onnxruntime chooses for the processor.
`exact` leaves the graph as it was exported, with 8-bit numbers multiplied as floats: the same on
every processor, and slower. `music_genre.audio.arithmetic` says which of them a service may trust.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from music_genre.stages import stage

# onnxruntime reports its use to its makers unless told not to before it is imported.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime

Arithmetic = Literal["fast", "exact"]


class OnnxGraph:
    """A graph of one input that runs, with `n_threads` for one inference; 0 is one for each core.

    `options` are onnxruntime's own session settings, by name.
    """

    def __init__(
        self,
        path: Path,
        n_threads: int,
        arithmetic: Arithmetic = "fast",
        options: Mapping[str, str] | None = None,
        *,
        keeps_memory: bool = True,
    ) -> None:
        self._path, self._n_threads, self._options = path, n_threads, options or {}
        self._keeps_memory = keeps_memory  # between runs: faster where layers are large
        self._session = self._new_session(arithmetic)
        self._input = self._session.get_inputs()[0].name

    @property
    def outputs(self) -> frozenset[str]:
        """Name what the graph can be asked for."""
        return frozenset(output.name for output in self._session.get_outputs())

    @property
    def properties(self) -> Mapping[str, str]:
        """Read what the file says of itself."""
        return dict(self._session.get_modelmeta().custom_metadata_map)

    @stage("model")
    def run(self, outputs: Sequence[str], batch: NDArray[Any]) -> list[NDArray[np.float32]]:
        """Compute the outputs of these names, float32 `(n, …)`, of a batch `(n, …)`."""
        return [
            np.asarray(output, np.float32)
            for output in self._session.run(list(outputs), {self._input: batch})
        ]

    def compute_exactly(self) -> None:
        """Run in `exact` arithmetic from now on."""
        self._session = self._new_session("exact")

    def _new_session(self, arithmetic: Arithmetic) -> onnxruntime.InferenceSession:
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = self._n_threads
        settings.inter_op_num_threads = 1
        settings.enable_cpu_mem_arena = self._keeps_memory
        # Waiting threads must not keep the cores busy: the other services need them.
        settings.add_session_config_entry("session.intra_op.allow_spinning", "0")
        for name, value in self._options.items():
            settings.add_session_config_entry(name, value)
        if arithmetic == "exact":
            settings.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        return onnxruntime.InferenceSession(
            self._path, settings, providers=["CPUExecutionProvider"]
        )
