"""The report's SVM service, as its `app.py` has it: the baseline of ours.

Signal path, 1200 values, SVC and route are the report's own. Only the server is ours, so that
nothing but the pipeline differs, and the model is fitted to noise: its answers mean nothing, its
time is that of an SVC fitted to GTZAN.
"""

import base64
import pickle
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import librosa
import numpy as np
from flask import Flask, Response, jsonify, request
from sklearn.svm import SVC

from music_genre.audio.constants import GENRES
from music_genre.webapi.flask.server import serve
from music_genre.webapi.settings import ServiceSettings, environment_to_settings
from music_genre.webapi.sight.metrics import ServiceMetrics

MODEL_PATH: Final = Path(__file__).parent.parent / "build" / "report_svm.pkl"
N_VALUES: Final = 1200
N_TRAINING_CLIPS: Final = 800  # four fifths of GTZAN


def new_random_svm() -> SVC:
    """Fit the report's SVC to noise in place of clips, the same every time."""
    generator = np.random.default_rng(0)
    vectors = generator.uniform(-80, 0, (N_TRAINING_CLIPS, N_VALUES)).astype(np.float32)
    return SVC(kernel="rbf").fit(vectors, np.arange(N_TRAINING_CLIPS) % len(GENRES))


def save_random_svm() -> None:
    """Pickle the model where the service looks for it."""
    MODEL_PATH.parent.mkdir(exist_ok=True)
    MODEL_PATH.write_bytes(pickle.dumps(new_random_svm()))


def wav_to_report_mel(wav: bytes) -> Any:
    """Compute the report's spectrogram of a file: float32 `(128, n_frames)`, dB below its peak."""
    signal, rate = librosa.load(BytesIO(wav))
    return signal_to_report_mel(signal, rate)


def signal_to_report_mel(signal: Any, rate_hz: float) -> Any:
    """Compute the report's spectrogram of samples: float32 `(128, n_frames)`, dB below its peak."""
    power = librosa.feature.melspectrogram(
        y=signal, sr=rate_hz, n_fft=2048, hop_length=512, n_mels=128
    )
    return librosa.power_to_db(power, ref=np.max)


def mel_to_report_vector(mel: Any) -> Any:
    """Take the report's features, the first 1200 values: the lowest band's first 28 seconds."""
    return mel.flatten()[:N_VALUES]


def create_app() -> Flask:
    """Make the report's app."""
    app = Flask(__name__)
    app.extensions["metrics"] = ServiceMetrics()  # our server counts there what it refuses
    svc = pickle.loads(MODEL_PATH.read_bytes())  # noqa: S301  # the report's way; our own file

    @app.post("/predict_svm")
    def predict_svm() -> Response:
        wav = base64.b64decode(request.get_json()["wav_music"])
        vector = mel_to_report_vector(wav_to_report_mel(wav))
        return jsonify({"genre": GENRES[svc.predict([vector])[0]]})

    return app


if __name__ == "__main__":
    serve(lambda: environment_to_settings(ServiceSettings), create_app)
