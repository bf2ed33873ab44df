"""The baseline of the SVM service: the report's own signal path and route."""

import base64
import pickle
from pathlib import Path

import numpy as np
import pytest
from needs import Alone

from benchmarks import report_svm
from benchmarks.report_svm import (
    N_VALUES,
    create_app,
    mel_to_report_vector,
    new_random_svm,
    save_random_svm,
    signal_to_report_mel,
    wav_to_report_mel,
)
from music_genre.audio.constants import GENRES
from music_genre.webapi.sight.metrics import ServiceMetrics
from tools.signals import song, to_file

# audioread, behind librosa.load, imports modules that Python has announced to drop.
pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated and slated:DeprecationWarning")


def test_values_are_the_lowest_band(alone: Alone) -> None:
    """The vector is the beginning of the spectrogram's first row, as in the report."""
    with alone():
        mel = signal_to_report_mel(song(30).astype(np.float32), 22_050)

    vector = mel_to_report_vector(mel)
    assert (128, 1292) == mel.shape
    assert (-80, 0) == (round(float(mel.min())), float(mel.max()))
    np.testing.assert_array_equal(mel[0, :N_VALUES], vector)


def test_file_is_read_as_the_report_reads_it(alone: Alone) -> None:
    """A file of another rate is resampled to 22 050 Hz."""
    with alone():
        mel = wav_to_report_mel(to_file(song(2, rate_hz=44_100), rate_hz=44_100))

    assert (128, 87) == mel.shape


def test_model_is_the_same_every_time() -> None:
    """Fitted to noise twice, the machine has the same support vectors for ten genres."""
    one, other = new_random_svm(), new_random_svm()

    np.testing.assert_array_equal(one.support_vectors_, other.support_vectors_)
    assert list(range(len(GENRES))) == one.classes_.tolist()


def test_route_answers_a_genre(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: Alone
) -> None:
    """The app loads the pickled model and answers base64 JSON with one of the ten genres."""
    monkeypatch.setattr(report_svm, "MODEL_PATH", tmp_path / "new" / "svm.pkl")
    save_random_svm()
    text = base64.b64encode(to_file(song(30))).decode()

    with alone():
        app = create_app()
        answer = app.test_client().post("/predict_svm", json={"wav_music": text})

    assert answer.get_json()["genre"] in GENRES
    assert isinstance(app.extensions["metrics"], ServiceMetrics)  # without it our server ends
    assert "SVC" == type(pickle.loads((tmp_path / "new" / "svm.pkl").read_bytes())).__name__  # noqa: S301  # our own file
