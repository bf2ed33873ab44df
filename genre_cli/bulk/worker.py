"""What a Dask worker does when it starts: it loads the models, once, for one core."""

import multiprocessing
import os
import signal
import threading
from typing import Final

from distributed import Worker, WorkerPlugin

ONE_THREAD: Final = "1"


class OtherModelsError(Exception):
    """A worker has other models than the run."""


class ModelsPlugin(WorkerPlugin):
    """Loads all models in every worker, those that come later too.

    A worker with other models than `version` does not work for this run.
    """

    name = "genre-models"

    def __init__(self, version: str) -> None:
        self._version = version

    def setup(self, worker: Worker) -> None:
        """Load the models. Raises `NobodyAnswersError`, `OtherModelsError`."""
        leave_ctrl_c()
        from genre_cli.services_path import use_services

        use_services()
        # Dask's nanny has set those that NumPy reads when it is loaded.
        os.environ.setdefault("NUMBA_NUM_THREADS", ONE_THREAD)
        from genre_cli.library.hearing import models

        bundles = models()
        if bundles.version != self._version:
            raise OtherModelsError(f"{worker.address}: {bundles.version}, not {self._version}")
        # Each is loaded by being named.
        _ = (bundles.svm, bundles.vgg19, bundles.analysis, bundles.ensemble, bundles.max_audio_s)


def leave_ctrl_c() -> None:
    """Leave Ctrl-C to who started this process: a terminal sends it to all of them."""
    is_child = multiprocessing.parent_process() is not None
    if is_child and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
