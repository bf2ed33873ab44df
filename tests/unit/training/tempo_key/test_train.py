"""Trained tempo and key networks become a folder that the beat service loads."""

from pathlib import Path

import pytest

from beat_service.analysis.analysis_model import KEY_FILE, TEMPO_FILE, folder_to_analysis_model
from beat_service.settings import ANALYSIS_DIR
from training.tempo_key.held_out import Networks
from training.tempo_key.train import write_analysis


def test_written_networks_are_served(tmp_path: Path) -> None:
    """Graphs, calibration and figures arrive; the known answers are worked out from the graphs."""
    served = folder_to_analysis_model(ANALYSIS_DIR).manifest
    networks = Networks(*((ANALYSIS_DIR / name).read_bytes() for name in (TEMPO_FILE, KEY_FILE)))

    write_analysis(tmp_path, networks, served.calibration, served.scores, "# A card\n")

    written = folder_to_analysis_model(tmp_path).manifest
    assert served.sha256 == written.sha256
    assert served.calibration == written.calibration
    assert served.scores == written.scores
    for name, answers in served.known_answers.items():
        assert pytest.approx(answers, abs=1e-3) == written.known_answers[name]
