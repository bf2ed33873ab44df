"""The served network: scores, and the maps behind them."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from models.any_manifest import graph_to_any_manifest

from music_genre.audio.constants import GENRES
from music_genre.audio.errors import ModelBundleError
from music_genre.audio.genre_model import GENRES_ANSWER
from music_genre.audio.model_bundle import MODEL_FILE
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from tools.signals import song
from training.bundle import write_bundle
from training.settings import MODEL_DIRS
from vgg19_service.features import log_mel_to_image
from vgg19_service.model import Vgg19Model, folder_to_model


@pytest.fixture(scope="module")
def model() -> Vgg19Model:
    """Load the served network."""
    return folder_to_model(MODEL_DIRS["vgg19"], 2)


def log_mel_of_song(duration_s: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Compute the log-mel of the song's first window."""
    return window_to_log_mel(waveform_to_windows(song(duration_s).astype(np.float32))[0])


@pytest.mark.parametrize("duration_s", [1, 7, 30])
def test_any_length_has_scores(model: Vgg19Model, duration_s: float) -> None:
    """The committed network gives ten finite scores from 1 s to 30 s."""
    scores = model.log_mel_to_scores(log_mel_of_song(duration_s))

    assert (10,) == scores.shape
    assert np.isfinite(scores).all()


def test_maps_come_with_the_same_scores(model: Vgg19Model) -> None:
    """Asked for the maps too, the graph gives the same bits, and its head gives those scores."""
    log_mel = log_mel_of_song(6)

    maps = model.log_mel_to_maps(log_mel)

    np.testing.assert_array_equal(model.log_mel_to_scores(log_mel), maps.scores)
    np.testing.assert_array_equal(model.features_to_scores(log_mel_to_image(log_mel)), maps.scores)
    assert [(128, 64), (256, 32), (512, 16), (512, 8)] == [b.shape[:2] for b in maps.blocks]
    assert all(block.min() >= 0 for block in maps.blocks)
    assert [16, 16, 16, 8] == [len(projection) for projection in maps.head.projections]


def test_evidence_is_the_scores_alone(model: Vgg19Model) -> None:
    """The network scores a window's log-mel, and knows no kinds of sound."""
    window = waveform_to_windows(song(6).astype(np.float32))[0]

    evidence = model.window_to_evidence(window)

    np.testing.assert_array_equal(model.log_mel_to_scores(log_mel_of_song(6)), evidence.scores)
    assert evidence.sound is None
    assert {GENRES_ANSWER} == model.known_answers().keys()
    assert (model.graph,) == tuple(model.graphs)
    assert model.doubt.thresholds is None


def test_graph_without_maps_is_refused(tmp_path: Path) -> None:
    """The service does not start with a graph that it could not explain."""
    plain = onnx.load(MODEL_DIRS["vgg19"] / MODEL_FILE)
    del plain.graph.output[1:]
    graph = plain.SerializeToString()
    manifest = graph_to_any_manifest(graph, name="vgg19", genres=GENRES)
    write_bundle(tmp_path / "model", {MODEL_FILE: graph}, manifest, "# A card\n")

    with pytest.raises(ModelBundleError, match="no maps to explain with"):
        folder_to_model(tmp_path / "model", 1)
