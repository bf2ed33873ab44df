"""A VGG19 service the report's way: librosa, and Keras `predict` in 32-bit floats.

The report shows no code of it; "almost identical to the SVM". The network is VGG19's convolutions
at their usual 224×224×3 under a dense layer, with random weights: its answers mean nothing, its
time is that of any weights. `timing_ms` is added, so that the network is timed apart.
"""

import base64
import time
from typing import Any, Final

import numpy as np
from flask import Flask, Response, jsonify, request

from music_genre.audio.constants import GENRES
from music_genre.audio.levels import log_mel_to_levels
from music_genre.webapi.flask.server import serve
from music_genre.webapi.settings import ServiceSettings, environment_to_settings
from music_genre.webapi.sight.metrics import ServiceMetrics

SIDE_PIXELS: Final = 224


def new_vgg19() -> Any:
    """Make a Keras model: images `(n, 224, 224, 3)`, levels 0–255 → probabilities `(n, 10)`."""
    import keras

    shape = (SIDE_PIXELS, SIDE_PIXELS, 3)
    base = keras.applications.VGG19(
        weights=None, include_top=False, input_shape=shape, pooling="avg"
    )
    probabilities = keras.layers.Dense(len(GENRES), activation="softmax")(base.output)
    return keras.Model(base.input, probabilities)


def mel_to_report_image(mel: Any) -> Any:
    """Draw the spectrogram as a picture, float32 `(1, 224, 224, 3)`, levels 0–255."""
    from PIL import Image

    picture = Image.fromarray(log_mel_to_levels(mel)).resize((SIDE_PIXELS, SIDE_PIXELS))
    return np.asarray(picture.convert("RGB"), np.float32)[None]


def create_app() -> Flask:
    """Make the app; TensorFlow is loaded here, where it is needed."""
    from benchmarks.report_svm import wav_to_report_mel

    app = Flask(__name__)
    app.extensions["metrics"] = ServiceMetrics()  # our server counts there what it refuses
    network = new_vgg19()

    @app.post("/predict_vgg")
    def predict_vgg() -> Response:
        wav = base64.b64decode(request.get_json()["wav_music"])
        image = mel_to_report_image(wav_to_report_mel(wav))
        began = time.perf_counter()
        row = network.predict(image, verbose=0)[0]
        predict_ms = (time.perf_counter() - began) * 1000
        return jsonify({"genre": GENRES[row.argmax()], "timing_ms": {"predict": predict_ms}})

    return app


if __name__ == "__main__":
    serve(lambda: environment_to_settings(ServiceSettings), create_app)
