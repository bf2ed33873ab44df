"""Bytes of an audio file → why the network predicts what it predicts of one window."""

import numpy as np
import pytest

from music_genre.audio.constants import GENRES
from music_genre.audio.errors import SilentAudioError, TooLongAudioError
from tools.signals import song, to_file
from training.settings import MODEL_DIRS
from vgg19_service.explanation import Explanation, UnknownSegmentError, bytes_to_explanation
from vgg19_service.model import Vgg19Model, folder_to_model

MAX_AUDIO_S = 90.0
SONG = to_file(song(6))
SILENCE_THEN_SONG = to_file(np.concatenate([np.zeros(30 * 22_050), song(20)]))


@pytest.fixture(scope="module")
def model() -> Vgg19Model:
    """Load the served network."""
    return folder_to_model(MODEL_DIRS["vgg19"], 2)


def made(importance: list[list[float]]) -> Explanation:
    """Make an explanation of steps of 1 s of which only the importance matters."""
    n_steps = len(importance[0])
    return Explanation(
        genre=0,
        probability=0.5,
        segment=0,
        start_s=0.0,
        end_s=float(n_steps),
        log_mel=np.zeros((128, 4), np.float32),
        importance=np.array(importance, np.float32),
        row_edges_hz=np.arange(len(importance) + 1.0),
        step_edges_s=np.arange(n_steps + 1.0),
    )


def test_probability_is_that_of_the_prediction(model: Vgg19Model) -> None:
    """Without a genre the track's own answer is explained, as sure as the prediction is."""
    predicted = model.bytes_to_prediction(SONG, MAX_AUDIO_S).probabilities
    assert predicted is not None

    explanation = bytes_to_explanation(SONG, MAX_AUDIO_S, model)

    assert int(predicted.argmax()) == explanation.genre
    assert predicted.max() == pytest.approx(explanation.probability)
    assert (0, 0, 6) == (explanation.segment, explanation.start_s, explanation.end_s)


def test_shapes_fit_together(model: Vgg19Model) -> None:
    """Rows and steps have an edge more than they are, and the largest magnitude is 1."""
    explanation = bytes_to_explanation(SONG, MAX_AUDIO_S, model, genre=GENRES.index("disco"))

    n_rows, n_steps = explanation.importance.shape
    assert 128 == explanation.log_mel.shape[0]
    assert (n_rows + 1, n_steps + 1) == (
        len(explanation.row_edges_hz),
        len(explanation.step_edges_s),
    )
    assert (0, 6) == (explanation.step_edges_s[0], explanation.step_edges_s[-1])
    assert (np.diff(explanation.step_edges_s) > 0).all()
    assert 1 == np.abs(explanation.importance).max()


def test_sounding_segment_is_explained(model: Vgg19Model) -> None:
    """Of a track that begins silent, the later window is taken, in the track's own seconds."""
    explanation = bytes_to_explanation(SILENCE_THEN_SONG, MAX_AUDIO_S, model)

    assert 1 == explanation.segment
    assert 30 == explanation.start_s == explanation.step_edges_s[0]
    assert 50 == explanation.end_s == explanation.step_edges_s[-1]


def test_what_cannot_be_explained(model: Vgg19Model) -> None:
    """A segment that is not there, silence, and a file over the limit are refused."""
    with pytest.raises(UnknownSegmentError) as refusal:
        bytes_to_explanation(SONG, MAX_AUDIO_S, model, segment=1)
    assert {"n_segments": 1} == refusal.value.facts
    with pytest.raises(SilentAudioError):
        bytes_to_explanation(to_file(np.zeros(44_100)), MAX_AUDIO_S, model)
    with pytest.raises(SilentAudioError):
        bytes_to_explanation(to_file(np.zeros(44_100)), MAX_AUDIO_S, model, genre=0, segment=0)
    with pytest.raises(TooLongAudioError):
        bytes_to_explanation(SONG, 5.0, model)


def test_seconds_are_sums_over_frequency() -> None:
    """Each step adds its rows up, scaled to a largest magnitude of 1; zeros stay zeros."""
    np.testing.assert_allclose([0.5, -1, 0], made([[0.5, -1, 1], [0.5, -1, -1]]).seconds)
    np.testing.assert_array_equal([0, 0], made([[0, 0], [0, 0]]).seconds)


def test_evidence_is_where_importance_is() -> None:
    """The strongest 3 s of the steps are the first stretch."""
    steps = [0.0] * 20
    steps[9] = 1.0

    (only,) = made([steps, steps]).evidence

    assert only.start_s <= 9 < only.end_s
    assert 1 == pytest.approx(only.share)
