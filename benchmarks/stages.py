"""The stages of one 30 s WAV timed apart, each beside the plain way of doing it where there is one.

Decoding, log-mel, features and model, in one process, in interleaved rounds. `make bench` prints
them under the budgets.
"""

import io
from contextlib import closing
from dataclasses import dataclass
from typing import Final

import librosa
import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from benchmarks.report_svm import mel_to_report_vector, new_random_svm, signal_to_report_mel
from benchmarks.rounds import Timed, Timings, interleave, median, timed
from music_genre.audio.constants import SAMPLE_RATE_HZ, WINDOW_S
from music_genre.audio.decode import bytes_to_waveform
from music_genre.audio.decoding.workers import Workers
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import Window, waveform_to_windows
from music_genre.webapi.settings import environment_to_settings
from svm_service.features import log_mel_to_vector
from svm_service.learnt import window_to_learnt
from svm_service.model import folder_to_model as folder_to_svm
from svm_service.model import vector_to_features
from svm_service.settings import Settings as SvmSettings
from vgg19_service.features import log_mel_to_image
from vgg19_service.model import folder_to_model as folder_to_vgg19
from vgg19_service.settings import Settings as Vgg19Settings

# Stage → what it is compared with, in the order of the way.
IN_A_WORKER: Final = "decode in a worker"
PLAIN_OF_STAGE = {
    "decode": "librosa.load",
    IN_A_WORKER: "soundfile in this process",
    "log-mel": "librosa melspectrogram + power_to_db, every frame",
    "svm features": "the report's first 1200 values",
    "svm learnt features": "",
    "svm model": "the report's SVC.predict",
    "vgg19 features": "",
    "vgg19 model": "",
}
OURS = "ours"
PLAIN = "plain"


@dataclass(frozen=True)
class Stage:
    """Median times of a stage [ms]; `plain` names what `plain_ms` is the time of."""

    name: str
    ours_ms: float
    plain_ms: float | None
    plain: str


def measure_stages(wav: bytes, rounds: int, dropped: int) -> list[Stage]:
    """Time every stage on one file of one window.

    The two models take no turns: the threads of one would still spin when the other is timed.
    """
    window = _wav_to_window(wav)
    with closing(Workers()) as workers:
        workers.decode(wav, WINDOW_S)  # which starts them
        calls = _signal_calls(wav, workers) | _svm_calls(window) | _plain_calls(wav)
        timings = interleave(calls, rounds, dropped, "stages, svm")
    timings |= interleave(_vgg19_calls(window_to_log_mel(window)), rounds, dropped, "stages, vgg19")
    return timings_to_stages(timings)


def timings_to_stages(timings: Timings) -> list[Stage]:
    """Put the medians side by side, ours and plain."""
    medians_ms = {name: median(values) for name, values in timings.items()}
    return [
        Stage(name, medians_ms[f"{OURS} {name} ms"], medians_ms.get(f"{PLAIN} {name} ms"), plain)
        for name, plain in PLAIN_OF_STAGE.items()
    ]


def _wav_to_window(wav: bytes) -> Window:
    """Cut the file's only window."""
    return waveform_to_windows(bytes_to_waveform(wav, WINDOW_S).waveform)[0]


def _signal_calls(wav: bytes, workers: Workers) -> dict[str, Timed]:
    """List what both services do first; they decode in a worker, training does it by itself."""
    window = _wav_to_window(wav)
    return {
        f"{OURS} decode": timed(lambda: bytes_to_waveform(wav, WINDOW_S)),
        f"{OURS} {IN_A_WORKER}": timed(lambda: workers.decode(wav, WINDOW_S)),
        f"{OURS} log-mel": timed(lambda: window_to_log_mel(window)),
    }


def _svm_calls(window: Window) -> dict[str, Timed]:
    """List the SVM service's own stages."""
    settings = environment_to_settings(SvmSettings)
    svm = folder_to_svm(settings.model_dir, settings.onnx_threads)
    log_mel = window_to_log_mel(window)
    learnt = window_to_learnt(window, svm.learnt)
    features = vector_to_features(log_mel_to_vector(log_mel), learnt.embedding)
    return {
        f"{OURS} svm features": timed(lambda: log_mel_to_vector(log_mel)),
        f"{OURS} svm learnt features": timed(lambda: window_to_learnt(window, svm.learnt)),
        f"{OURS} svm model": timed(lambda: svm.features_to_scores(features)),
    }


def _vgg19_calls(log_mel: NDArray[np.float32]) -> dict[str, Timed]:
    """List the VGG19 service's own stages."""
    settings = environment_to_settings(Vgg19Settings)
    vgg19 = folder_to_vgg19(settings.model_dir, settings.onnx_threads)
    image = log_mel_to_image(log_mel)
    return {
        f"{OURS} vgg19 features": timed(lambda: log_mel_to_image(log_mel)),
        f"{OURS} vgg19 model": timed(lambda: vgg19.features_to_scores(image)),
    }


def _plain_calls(wav: bytes) -> dict[str, Timed]:
    """List what the report does at each stage."""
    signal, _ = librosa.load(io.BytesIO(wav))
    mel = signal_to_report_mel(signal, SAMPLE_RATE_HZ)
    vector, svc = mel_to_report_vector(mel), new_random_svm()
    return {
        f"{PLAIN} decode": timed(lambda: librosa.load(io.BytesIO(wav))),
        f"{PLAIN} {IN_A_WORKER}": timed(lambda: _with_soundfile(wav)),
        f"{PLAIN} log-mel": timed(lambda: signal_to_report_mel(signal, SAMPLE_RATE_HZ)),
        f"{PLAIN} svm features": timed(lambda: mel_to_report_vector(mel)),
        f"{PLAIN} svm model": timed(lambda: svc.predict([vector])),
    }


def _with_soundfile(wav: bytes) -> NDArray[np.float32]:
    """Decode as before there were workers: float32 `(n_samples,)`, mono, 22 050 Hz."""
    samples, rate_hz = soundfile.read(io.BytesIO(wav), dtype="float32", always_2d=True)
    resampled: NDArray[np.float32] = soxr.resample(samples.mean(axis=1), rate_hz, SAMPLE_RATE_HZ)
    return resampled
