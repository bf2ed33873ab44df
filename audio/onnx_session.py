"""An ONNX file → a session that runs it on the CPU, quietly."""

import os
from pathlib import Path

# onnxruntime reports its use to its makers unless told not to before it is imported.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime


def file_to_session(path: Path, n_threads: int) -> onnxruntime.InferenceSession:
    """A session with this many threads for one inference."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = n_threads
    options.inter_op_num_threads = 1
    # Waiting threads must not keep the cores busy: the other services need them.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
