"""A trained pulse network becomes a bundle that the service takes."""

from pathlib import Path

import numpy as np
import pytest

from beat_service.analysis.pulse_model import PULSE_DIR, PulseModel
from music_genre.audio.model_bundle import MODEL_FILE
from training.data.dataset import DatasetError
from training.pulse import train
from training.pulse.examples import PulseExample, examples_to_file
from training.pulse.train import KEPT, settings_to_examples, write_pulse
from training.settings import TrainingSettings


def test_a_bundle_is_taken(tmp_path: Path) -> None:
    """The served graph, written again, has the manifest's answers, and a card that counts."""
    write_pulse(tmp_path, (PULSE_DIR / MODEL_FILE).read_bytes(), 123)

    written, served = PulseModel(tmp_path), PulseModel()

    assert served.manifest.sha256 == written.manifest.sha256
    assert written.check_arithmetic().difference < 0.01
    assert "123 half minutes" in (tmp_path / "MODEL_CARD.md").read_text()


def test_examples_are_taken_from_the_build_folder(tmp_path: Path) -> None:
    """What was played once is not played again."""
    one = PulseExample(np.zeros((48, 5), np.uint8), np.arange(3.0), np.arange(3) == 0)
    examples_to_file([one], tmp_path / KEPT)

    assert 1 == len(settings_to_examples(TrainingSettings(build_dir=tmp_path)))


def test_without_fonts_nothing_is_learnt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is named."""
    monkeypatch.setattr(train, "installed", lambda _: False)

    with pytest.raises(DatasetError, match=r"FluidSynth or .*TimGM6mb\.sf2 is missing"):
        settings_to_examples(TrainingSettings(build_dir=tmp_path))
