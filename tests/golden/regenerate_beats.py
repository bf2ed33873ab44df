"""Rewrite the beat service's golden results: `python tests/golden/regenerate_beats.py`.

They hold every stage from the waveform to tempo, key, rhythm and style still; the networks answer
in exact arithmetic, so that every processor can be held to them.
A change of these files is a change of what users get, and belongs into the changelog.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# Run as a script, Python looks for our packages in this folder alone.
sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from beat_service.analysis.analysis_model import folder_to_analysis_model
from beat_service.analysis.key import log_mels_to_key_evidence
from beat_service.analysis.onsets import levels_to_onsets, waveform_to_levels
from beat_service.analysis.rhythm import (
    beats_to_downbeats,
    beats_to_onset_pattern,
    pulse_to_beats,
)
from beat_service.analysis.tempo import log_mels_to_tempo_scores
from beat_service.settings import ANALYSIS_DIR
from beat_service.styles.rhythm_vector import waveform_to_rhythm_vector
from beat_service.styles.style_model import StyleModel
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from tools.signals import sine, song

GOLDEN = Path(__file__).parent / "beats.npz"

BPM = 112.0  # [1/min] of the song; the bar is taken at this tempo, as a stage of its own
SIGNALS = {
    "song": song(10, bpm=BPM),
    "sine": sine(440, 2),
    "noise": np.random.default_rng(0).normal(0, 0.1, 44_100),
}


def results(*, exact: bool) -> dict[str, NDArray[np.float32]]:
    """Compute every stage of every signal, by `signal/stage`; networks `exact` or as served."""
    analysis, styles = folder_to_analysis_model(ANALYSIS_DIR), StyleModel()
    if exact:
        for part in (analysis.tempo, analysis.key, analysis.pulse, styles):
            part.graph.compute_exactly()
    made: dict[str, NDArray[np.floating]] = {}
    for name, samples in SIGNALS.items():
        (window,) = waveform_to_windows(samples.astype(np.float32))
        log_mels = [window_to_log_mel(window)]
        evidence = log_mels_to_key_evidence(log_mels, [window], analysis.key)
        levels_db = waveform_to_levels(window.samples)
        onsets, pulse = levels_to_onsets(levels_db), analysis.pulse.levels_to_pulse(levels_db)
        vector = waveform_to_rhythm_vector(window.samples)
        made[f"{name}/onsets"] = onsets
        made[f"{name}/pulse"] = np.stack([pulse.beat, pulse.bar])
        made[f"{name}/tempo"] = log_mels_to_tempo_scores(
            log_mels, [window.duration_s], analysis.tempo
        )
        made[f"{name}/key_network"] = evidence.learned
        made[f"{name}/key_profile"] = evidence.fit
        made[f"{name}/rhythm_vector"] = vector
        made[f"{name}/styles"] = styles.vector_to_probabilities(vector)
        if name == "song":  # the others have no beats
            made[f"{name}/beats"] = beats = pulse_to_beats(pulse, BPM)
            downbeats = beats_to_downbeats(pulse, beats)
            made[f"{name}/steps"] = beats_to_onset_pattern(onsets, beats, downbeats)
    return {name: array.astype(np.float32) for name, array in made.items()}


if __name__ == "__main__":
    np.savez_compressed(GOLDEN, **results(exact=True))  # type: ignore[arg-type]  # names are free
