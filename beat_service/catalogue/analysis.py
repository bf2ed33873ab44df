"""Waveform of a beat that is added → what the catalogue keeps of it.

The same analysis as `/analyze`; the length of a loop and its style say its tempo (`loop_tempo`).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.analysis_model import AnalysisModel
from beat_service.analysis.energy import Energy
from beat_service.analysis.onsets import levels_to_onsets, waveform_to_levels, waveform_to_onsets
from beat_service.analysis.rhythm import bars_to_onset_pattern, pulse_to_rhythm
from beat_service.analysis.tempo import Tempo, log_mels_to_tempo_scores
from beat_service.analysis.traits import Traits, sounding_evenly, waveform_to_traits
from beat_service.catalogue.loop_tempo import (
    LoopEvidence,
    TempoRanges,
    recording_to_bpm,
    styles_to_usual,
    tempo_to_usual_octave,
)
from beat_service.catalogue.upload import Analyse, BeatTraits, Known
from beat_service.drums.meter import FOUR_FOUR
from beat_service.drums.pattern import folder_to_styles
from beat_service.styles.style_model import StyleModel
from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.errors import SilentAudioError
from music_genre.audio.scores import scores_to_probabilities
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from music_genre.webapi.beat_body import BANDS

REPEATED_S: Final = 12.0  # [s] that a short recording is repeated to
DIGITS: Final = 3  # after the point, of what is kept
LEAST_SHARE: Final = 0.01  # probability under which a style is not kept


def model_to_analyse(model: AnalysisModel, styles: StyleModel) -> Analyse:
    """Make the analysis that the catalogue asks for, by both models."""
    ranges = {style.name: style.tempo_bpm for style in folder_to_styles()}

    def analyse(waveform: NDArray[np.float32], known: Known) -> BeatTraits:
        return waveform_to_beat_traits(waveform, known, BeatModels(model, styles, ranges))

    return analyse


@dataclass(frozen=True)
class BeatModels:
    """The networks of tempo and key, the style model, and the usual tempi of its styles [BPM]."""

    analysis: AnalysisModel
    styles: StyleModel
    ranges: TempoRanges


def waveform_to_beat_traits(
    waveform: NDArray[np.float32], known: Known, models: BeatModels
) -> BeatTraits:
    """Measure tempo [BPM], within the beats' range, and key of float32 `(n_samples,)` at 22 050 Hz.

    The facts are what a recommendation asks for: energy, onset pattern, probability of each style.

    Raises `SilentAudioError`.
    """
    traits = waveform_to_traits(waveform, 1, models.analysis)
    if traits is None:
        raise SilentAudioError
    names = models.styles.styles
    shares = dict(
        zip(names, models.styles.waveform_to_probabilities(waveform).tolist(), strict=True)
    )
    bpm = known.bpm or _waveform_to_bpm(waveform, traits.tempo, known, shares, models)
    key = f"{traits.key.first.tonic} {traits.key.first.mode}" if traits.key.clear else None
    pattern = _onset_pattern(waveform, traits, bpm, known, models.analysis)
    facts = traits_to_facts(traits.energy, pattern)
    likely = {style: round(p, DIGITS) for style, p in shares.items() if p >= LEAST_SHARE}
    return BeatTraits(bpm, key, facts | {"styles": likely})


def _waveform_to_bpm(
    waveform: NDArray[np.float32],
    tempo: Tempo,
    known: Known,
    shares: Mapping[str, float],
    models: BeatModels,
) -> float:
    """Choose the tempo of a recording [BPM], by its length too if that may be whole bars."""
    again = repeated(waveform)
    windows = sounding_evenly(waveform_to_windows(again))
    scores = log_mels_to_tempo_scores(
        [window_to_log_mel(window) for window in windows],
        [window.duration_s for window in windows],
        models.analysis.tempo,
    )
    temperature = models.analysis.manifest.calibration.tempo_temperature
    evidence = LoopEvidence(
        scores_to_probabilities(scores, temperature),
        waveform_to_onsets(waveform),
        styles_to_usual(known.style, shares, models.ranges),
    )
    if not known.is_whole:
        return tempo_to_usual_octave(tempo, evidence)
    duration_s = len(waveform) / SAMPLE_RATE_HZ
    return recording_to_bpm(tempo, evidence, duration_s, known.meter.beats_per_bar)


def repeated(waveform: NDArray[np.float32]) -> NDArray[np.float32]:
    """Repeat a short recording as a loop is: one bar alone tells the network no tempo."""
    times = math.ceil(REPEATED_S * SAMPLE_RATE_HZ / len(waveform))
    return np.tile(waveform, times)


def _onset_pattern(
    waveform: NDArray[np.float32], traits: Traits, bpm: float, known: Known, model: AnalysisModel
) -> NDArray[np.float64] | None:
    """Find the mean bar `(3, n_steps)` at a tempo [BPM]; None where there is no whole bar."""
    n_steps = known.meter.steps_per_bar()
    if known.is_ours or known.meter != FOUR_FOUR:
        # Twice round, because nothing rises at the very beginning.
        onsets = waveform_to_onsets(np.tile(waveform, 2))
        return bars_to_onset_pattern(onsets[:, onsets.shape[1] // 2 :], bpm, n_steps)
    if bpm == traits.tempo.bpm:
        return traits.rhythm.onset_pattern
    levels_db = waveform_to_levels(waveform)
    pulse = model.pulse.levels_to_pulse(levels_db)
    return pulse_to_rhythm(pulse, levels_to_onsets(levels_db), bpm).onset_pattern


def traits_to_facts(energy: Energy, onset_pattern: NDArray[np.float64] | None) -> dict[str, Any]:
    """Round a beat's energy and onset pattern, `(3, 16)`, to what the catalogue keeps: JSON."""
    facts: dict[str, Any] = {"energy": round(energy.energy, DIGITS)}
    if onset_pattern is not None:
        facts["steps"] = dict(zip(BANDS, onset_pattern.round(DIGITS).tolist(), strict=True))
    return facts
