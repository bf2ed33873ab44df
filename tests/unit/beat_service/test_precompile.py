"""`python -m beat_service.precompile`: the whole way is walked once, by both lengths of audio."""

import importlib
import runpy
import sys

import pytest

from beat_service.analysis import traits
from beat_service.analysis.analysis_model import AnalysisModel
from music_genre.audio.constants import WINDOW_S
from music_genre.audio.warm_up import noise_files

MODULE = "beat_service.precompile"


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Note every file that is analysed, and analyse it."""
    files: list[bytes] = []
    real = traits.bytes_to_analysis

    def noting(encoded: bytes, max_audio_s: float, model: AnalysisModel) -> traits.TrackAnalysis:
        analysis = real(encoded, max_audio_s, model)
        assert analysis.traits is not None
        assert WINDOW_S == max_audio_s
        files.append(encoded)
        return analysis

    monkeypatch.setattr(traits, "bytes_to_analysis", noting)
    monkeypatch.delitem(sys.modules, MODULE, raising=False)
    return files


def test_running_it_walks_the_whole_way(analysed: list[bytes]) -> None:
    """A full window and the shortest audio are analysed, so that nothing is left to compile."""
    runpy.run_module(MODULE, run_name="__main__")

    assert list(noise_files()) == analysed


def test_importing_it_does_nothing(analysed: list[bytes]) -> None:
    """Only who runs it waits for it."""
    importlib.import_module(MODULE)

    assert [] == analysed
