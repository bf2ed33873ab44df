"""What numba compiles of librosa, compiled by one process while the others wait for it.

Installing does it (`python -m beat_service.precompile`), else the first analysis on a machine.

numba keeps what it has compiled in files. Two processes that compile the same at once can leave
files of two minds there, with which every later process crashes (numba's issue 10128; two cores
that start cold meet it about once in ten times). So whoever finds nothing compiled takes a lock.
"""

import atexit
import os
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Final

import librosa
import llvmlite.binding
import numpy as np
import platformdirs
from filelock import FileLock

from beat_service.analysis.chroma import waveform_to_chroma
from beat_service.analysis.energy import onsets_to_rate_hz, waveform_to_brightness_hz
from beat_service.analysis.onsets import waveform_to_onsets
from music_genre.audio.constants import SAMPLE_RATE_HZ

# Numba's own variables; it reads them when librosa is first called.
FOLDER_VARIABLE: Final = "NUMBA_CACHE_DIR"
CPU_VARIABLE: Final = "NUMBA_CPU_NAME"
# Ends as numba's files do, so that who deletes those deletes this with them.
MARK: Final = "librosa-{librosa}-numba-{numba}-{cpu}.nbi"


def compile_once() -> None:
    """Compile what an analysis needs, or wait until another process has. Raises `OSError`.

    Takes half a minute where nothing is compiled, else nothing. Nothing of librosa may have been
    called in this process before.
    """
    mark = compiled_mark()
    if mark.exists():
        return
    with FileLock(mark.with_name("librosa.lock")):
        if not mark.exists():
            walk()
            mark.touch()


def is_compiled() -> bool:
    """Tell whether the first analysis begins at once."""
    return compiled_mark().exists()


def compiled_mark() -> Path:
    """Name the file that says that these versions are compiled for this kind of processor."""
    return cache_folder() / MARK.format(
        librosa=version("librosa"),
        numba=version("numba"),
        cpu=os.environ.get(CPU_VARIABLE) or llvmlite.binding.get_host_cpu_name(),
    )


def walk() -> None:
    """Call what librosa compiles, with a second of noise."""
    noise = np.random.default_rng(0).uniform(-0.1, 0.1, SAMPLE_RATE_HZ).astype(np.float32)
    waveform_to_chroma(noise)
    onsets_to_rate_hz(waveform_to_onsets(noise))
    waveform_to_brightness_hz(noise)


def cache_folder() -> Path:
    """Choose where numba keeps its files: where it is told, beside librosa, or the user's folder.

    Where none can be written to, numba refuses to start; then it is a new one among the temporary
    files, which this process compiles for itself.
    """
    told = os.environ.get(FOLDER_VARIABLE)
    if told and is_writable(Path(told)):
        return Path(told)
    beside = Path(librosa.__file__).parent / "__pycache__"
    if is_writable(beside):
        return beside
    own = platformdirs.user_cache_path("genre") / "numba"
    folder = own if is_writable(own) else passing_folder()
    os.environ[FOLDER_VARIABLE] = str(folder)
    return folder


def passing_folder() -> Path:
    """Make a folder that goes with this process."""
    folder = Path(tempfile.mkdtemp(prefix="genre-numba-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def is_writable(folder: Path) -> bool:
    """Tell whether files can be made in a folder, which is made if it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    compile_once()
