"""The pulse network fits its manifest, hears drums, and does not mind gain or tone."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from beat_signals import drums

from beat_service.analysis.onsets import ONSET_RATE_HZ, waveform_to_levels
from beat_service.analysis.pulse_model import (
    KNOWN_EVERY,
    PULSE_ANSWER,
    PULSE_DIR,
    PulseModel,
    graph_to_known_pulse,
    levels_to_input,
)
from music_genre.audio.arithmetic import TOLERANCE
from music_genre.audio.errors import ModelBundleError
from music_genre.audio.model_bundle import MANIFEST_FILE, MODEL_FILE

hears = PulseModel()


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Copy the real network, so that it can be spoilt."""
    return Path(shutil.copytree(PULSE_DIR, tmp_path / "pulse"))


@pytest.mark.parametrize("n_frames", [87, 88, 2584])
def test_a_moment_has_two_probabilities(n_frames: int) -> None:
    """Every frame of levels, odd or even in number, has one of a beat and one of a bar."""
    levels = np.random.default_rng(0).uniform(-80, 0, (48, n_frames)).astype(np.float32)

    pulse = hears.levels_to_pulse(levels)

    assert (n_frames,) == pulse.beat.shape == pulse.bar.shape
    for curve in (pulse.beat, pulse.bar):
        assert 0 <= curve.min() <= curve.max() <= 1


def test_kicks_are_heard() -> None:
    """Where a kick falls, a beat is likelier than between the kicks."""
    pulse = hears.levels_to_pulse(waveform_to_levels(drums(120)))
    on = np.rint(np.arange(4, 28, 0.5) * ONSET_RATE_HZ).astype(int)
    between = np.rint(np.arange(4.25, 28, 0.5) * ONSET_RATE_HZ).astype(int)

    near = np.max([pulse.beat[on + by] for by in (-2, -1, 0, 1, 2)], axis=0)

    assert np.median(near) > 2 * np.median(pulse.beat[between])


def test_level_and_tone_do_not_matter() -> None:
    """Each band's mean is taken away, so that a quieter or duller recording is the same."""
    levels = np.random.default_rng(0).uniform(-60, -20, (48, 100)).astype(np.float32)
    duller = levels - np.linspace(0, 20, 48, dtype=np.float32)[:, None]

    np.testing.assert_allclose(levels_to_input(levels), levels_to_input(duller), atol=1e-5)


def test_silence_has_no_pulse() -> None:
    """Levels that never change have no beat that is at all likely."""
    pulse = hears.levels_to_pulse(np.full((48, 2584), -80, np.float32))

    assert pulse.beat[40:-40].max() < 0.3


def test_known_answer_is_the_manifests() -> None:
    """The manifest knows what the network says, and this processor gives it."""
    known = hears.manifest.known_answers
    answers = graph_to_known_pulse(hears.graph)

    assert {PULSE_ANSWER} == set(known)
    assert len(known[PULSE_ANSWER]) == len(answers[PULSE_ANSWER]) > 600 // KNOWN_EVERY
    assert 0 <= hears.check_arithmetic().difference <= TOLERANCE


def test_another_answer_is_refused(bundle: Path) -> None:
    """A network that does not say what its manifest does must not be served."""
    path = bundle / MANIFEST_FILE
    manifest = json.loads(path.read_text())
    manifest["known_answers"][PULSE_ANSWER].reverse()
    path.write_text(json.dumps(manifest))

    with pytest.raises(ModelBundleError, match="pulse does not give its known answer"):
        PulseModel(bundle).check_arithmetic()


def test_missing_network(bundle: Path) -> None:
    """A missing file is named, and what to do is said."""
    (bundle / MODEL_FILE).unlink()

    with pytest.raises(ModelBundleError, match="run `make train-pulse` or set PULSE_DIR"):
        PulseModel(bundle)
