"""Labels, measures and graphs of the tempo and key networks."""

from pathlib import Path

import numpy as np
import pytest

from beat_service.analysis.analysis_model import Scorer, folder_to_analysis_model
from beat_service.analysis.tempogram import candidate_tempi
from beat_service.settings import ANALYSIS_DIR
from training.tempo_key.candidate_features import (
    bpm_to_target,
    folder_to_beat_clips,
    row_to_bpm,
    row_to_key,
)
from training.tempo_key.candidate_scorer import networks_to_onnx
from training.tempo_key.held_out import clips_to_audio_predictions
from training.tempo_key.mirex import bpm_hits, key_to_mirex


@pytest.mark.parametrize(
    ("bpm", "hits"),
    [
        (120, (True, True)),
        (124.7, (True, True)),
        (124.9, (False, False)),
        (60, (False, True)),
        (240, (False, True)),
        (40, (False, True)),
        (360, (False, True)),
        (90, (False, False)),
    ],
)
def test_accuracies(bpm: float, hits: tuple[bool, bool]) -> None:
    """Within 4 % is right; half, double, third and triple are right by accuracy 2."""
    assert hits == bpm_hits(bpm, 120)


@pytest.mark.parametrize(
    ("key", "truth", "score"),
    [
        (0, 0, 1.0),
        (7, 0, 0.5),
        (5, 0, 0.0),
        (12 + 9, 0, 0.3),
        (0, 12 + 9, 0.3),
        (12, 0, 0.2),
        (12 + 4, 12 + 9, 0.5),
        (6, 0, 0.0),
    ],
)
def test_mirex_weights(key: int, truth: int, score: float) -> None:
    """Exact 1, a fifth above 0.5, relative 0.3, parallel 0.2, all else nothing."""
    assert score == key_to_mirex(key, truth)


@pytest.mark.parametrize(
    ("text", "key"), [("0", 9), ("3", 0), ("12", 21), ("15", 12), ("-1", None), ("", None)]
)
def test_keys_are_counted_from_c(text: str, key: int | None) -> None:
    """The table counts from A and we count from C; −1 is no key."""
    assert key == row_to_key({"key": text})


def test_unknown_tempo() -> None:
    """A clip without a tempo has none."""
    assert row_to_bpm({}) is None
    assert 97.5 == row_to_bpm({"bpm": "97.5"})


def test_target_is_a_bell_at_the_tempo() -> None:
    """The target's sum is 1 and its top is at the tempo."""
    target = bpm_to_target(100.0)

    assert 1 == pytest.approx(target.sum(), abs=1e-5)
    assert 100 == pytest.approx(candidate_tempi()[target.argmax()], rel=0.01)


def test_graph_is_the_mean_of_its_networks(tmp_path: Path) -> None:
    """The ONNX graph gives what the layers give, averaged over the networks."""
    random = np.random.default_rng(1)
    networks = [
        [
            (random.normal(size=(5, 4)).astype(np.float32), np.ones(4, np.float32)),
            (random.normal(size=(4, 2)).astype(np.float32), np.zeros(2, np.float32)),
        ]
        for _ in range(2)
    ]
    rows = random.normal(size=(7, 5)).astype(np.float32)
    expected = np.mean(
        [np.maximum(rows @ first[0] + first[1], 0) @ second[0] for first, second in networks],
        axis=0,
    )
    (tmp_path / "graph.onnx").write_bytes(networks_to_onnx(networks))

    np.testing.assert_allclose(expected, Scorer(tmp_path / "graph.onnx")(rows), atol=1e-5)


@pytest.mark.data
def test_labelled_clips_are_predicted(gtzan_dir: Path) -> None:
    """The served networks predict clips with 15 s of audio and leave out those with less."""
    clips = folder_to_beat_clips(gtzan_dir)
    model = folder_to_analysis_model(ANALYSIS_DIR)
    predictions = clips_to_audio_predictions(clips[:6], model.tempo, model.key)

    assert len(clips) > 600
    assert predictions
    assert all(len(one.waveform) >= 14.9 * 22_000 for one in predictions)
