"""The pulse network learns what it is shown, and its ONNX file says the same."""

import numpy as np
import onnxruntime
import pytest

from beat_service.analysis.onsets import ONSET_RATE_HZ
from beat_service.analysis.pulse_model import PULSE_INPUT, PULSE_OUTPUT, PULSE_STRIDE
from training.pulse import network
from training.pulse.examples import PulseExample
from training.pulse.network import (
    BATCH,
    EXCERPT_FRAMES,
    Excerpts,
    example_to_excerpt,
    fit_network,
    network_to_onnx,
    untrained,
)


def clicks(period_s: float, n_frames: int = 2600) -> PulseExample:
    """Make levels that jump at every beat, and twice as high at every fourth."""
    beats_s = np.arange(0.2, n_frames / ONSET_RATE_HZ, period_s)
    levels = np.zeros((48, n_frames), np.uint8)
    frames = np.rint(beats_s * ONSET_RATE_HZ).astype(int)
    frames = frames[frames < n_frames - 3]
    for after in range(3):
        levels[:, frames + after] = 120
        levels[:, frames[::4] + after] = 240
    return PulseExample(levels, beats_s, np.arange(len(beats_s)) % 4 == 0)


@pytest.mark.parametrize("seed", range(5))
def test_targets_stand_on_the_beats(seed: int) -> None:
    """Wherever an excerpt is cut and however it is stretched, a jump has its target."""
    entry, targets, weights = example_to_excerpt(clicks(0.5), np.random.default_rng(seed))

    assert (EXCERPT_FRAMES, 48) == entry.shape
    assert (EXCERPT_FRAMES // PULSE_STRIDE, 2) == targets.shape
    loud = np.flatnonzero(entry[:, 0] > entry[:, 0].mean()) / PULSE_STRIDE
    sure = np.flatnonzero((targets[:, 0] > 0.5) & (weights > 0))
    assert np.abs(sure[:, None] - loud).min(axis=1).max() <= 1.5
    assert (targets[:, 1] <= targets[:, 0] + 1e-6).all()
    assert 3 < targets[:, 0].sum() / targets[:, 1].sum() < 5


def test_what_is_missing_does_not_count() -> None:
    """A short example fills the beginning of an excerpt, and no more is learnt from."""
    _, _, weights = example_to_excerpt(clicks(0.5, 600), np.random.default_rng(0))

    assert 0.2 < weights.mean() < 0.4
    assert (np.diff(weights) <= 0).all()


def test_batches_hold_each_example_once() -> None:
    """An epoch has as many batches as fit, in another order each time."""
    data = Excerpts([clicks(0.5)] * (2 * BATCH + 1), 0)
    before = data.order.copy()
    data.on_epoch_end()

    assert 2 == len(data)
    assert BATCH == len(data[1][0])
    assert sorted(before) == sorted(data.order)
    assert (before != data.order).any()


def test_a_network_learns_clicks(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a few rounds a click is likelier a beat than what is between."""
    monkeypatch.setattr(network, "GAPS", (1, 2, 4))
    monkeypatch.setattr(network, "CHANNELS", 8)
    fitted = fit_network([clicks(0.4 + 0.01 * number) for number in range(BATCH)], 0, epochs=25)
    entry, targets, _ = example_to_excerpt(clicks(0.47), np.random.default_rng(9))

    logits = np.asarray(fitted(entry[np.newaxis]))[0, :, 0]

    assert logits[targets[:, 0] > 0.7].mean() > logits[targets[:, 0] == 0].mean() + 1


# tf2onnx still asks numpy for `np.object`.
@pytest.mark.filterwarnings("ignore:In the future `np.object`:FutureWarning")
@pytest.mark.parametrize("n_frames", [200, 201])
def test_the_file_says_what_the_network_does(n_frames: int) -> None:
    """ONNX takes levels of any length and gives the network's own logits under their name."""
    made = untrained()
    session = onnxruntime.InferenceSession(network_to_onnx(made))
    levels = np.random.default_rng(0).normal(0, 1, (1, n_frames, 48)).astype(np.float32)

    (logits,) = session.run([PULSE_OUTPUT], {PULSE_INPUT: levels})

    np.testing.assert_allclose(np.asarray(made(levels)), logits, atol=1e-4)
