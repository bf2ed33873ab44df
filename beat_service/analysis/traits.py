"""The whole way of one track: bytes → waveform → tempo, key, energy, rhythm."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.analysis_model import AnalysisModel
from beat_service.analysis.energy import Energy, waveform_to_energy
from beat_service.analysis.key import (
    Key,
    evidence_to_changes,
    log_mels_to_key_evidence,
    scores_to_key,
)
from beat_service.analysis.onsets import levels_to_onsets, waveform_to_levels
from beat_service.analysis.rhythm import Rhythm, pulse_to_rhythm
from beat_service.analysis.tempo import Tempo, log_mels_to_tempo_scores, scores_to_tempo
from music_genre.audio.decode import AudioInfo, bytes_to_waveform
from music_genre.audio.stage_clock import StageClock
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import Window, waveform_to_whole, waveform_to_windows
from music_genre.job import go_on

MOST_WINDOWS: Final = 8  # [windows] four minutes of a long track tell its tempo and key


@dataclass(frozen=True)
class Traits:
    """Tempo, key, energy and rhythm of a track that is not silent."""

    tempo: Tempo
    key: Key
    energy: Energy
    rhythm: Rhythm


@dataclass(frozen=True)
class TrackAnalysis:
    """Traits of a track, facts of its file and the time of each stage [ms].

    `traits` is None when all of it is silent.
    """

    traits: Traits | None
    audio: AudioInfo
    timing_ms: dict[str, float]


def bytes_to_analysis(
    encoded: bytes, max_audio_s: float, model: AnalysisModel, told_bpm: float | None = None
) -> TrackAnalysis:
    """Decode and analyse an audio file, at the tempo that somebody told, if any.

    Raises children of `AudioProcessingError`.
    """
    clock = StageClock()
    decoded = bytes_to_waveform(encoded, max_audio_s)
    clock.lap("decode")
    traits = waveform_to_traits(decoded.waveform, decoded.channels_power, model, told_bpm)
    clock.lap("analyze")
    return TrackAnalysis(traits, decoded.info, clock.timing_ms)


def waveform_to_traits(
    waveform: NDArray[np.float32],
    channels_power: float,
    model: AnalysisModel,
    told_bpm: float | None = None,
) -> Traits | None:
    """Measure all traits of float32 `(n_samples,)` at 22 050 Hz; None where every window is silent.

    `channels_power` is that of all channels of the file, in that of the waveform, for its loudness.
    Beats and mean bar follow the tempo that somebody told, if any [BPM].
    """
    windows = sounding_evenly(waveform_to_windows(waveform))
    if not windows:
        return None
    whole = waveform_to_whole(waveform)
    return windows_to_traits(windows, whole, channels_power, model, told_bpm)


def windows_to_traits(
    windows: Sequence[Window],
    stretch: Window,
    channels_power: float,
    model: AnalysisModel,
    told_bpm: float | None = None,
) -> Traits:
    """Measure all traits: the tempo and the key of windows that sound, the rest of one stretch.

    The stretch is the whole track, or the part of it in which beats and energy are heard.
    """
    log_mels = [window_to_log_mel(window) for window in windows]
    durations_s = [window.duration_s for window in windows]
    levels_db = waveform_to_levels(stretch.samples)
    go_on()
    onsets, pulse = levels_to_onsets(levels_db), model.pulse.levels_to_pulse(levels_db)
    go_on()
    calibration = model.manifest.calibration
    tempo_scores = log_mels_to_tempo_scores(log_mels, durations_s, model.tempo)
    evidence = log_mels_to_key_evidence(log_mels, windows, model.key)
    go_on()
    tempo = scores_to_tempo(tempo_scores, calibration.tempo_temperature, onsets, pulse, told_bpm)
    key = scores_to_key(
        evidence.to_scores(calibration.key_profile_weight),
        calibration.key_temperature,
        calibration.clear_key_from,
    )
    is_clear = key.clear and evidence.is_tonal
    changes = evidence_to_changes(
        evidence, calibration.key_profile_weight, calibration.key_temperature
    )
    key = replace(key, clear=is_clear, changes=changes if is_clear else ())
    go_on()
    energy = waveform_to_energy(stretch.samples, onsets, channels_power)
    rhythm = pulse_to_rhythm(pulse, onsets, tempo.bpm)
    if stretch.start_s:
        rhythm = replace(rhythm, beat_times_s=rhythm.beat_times_s + stretch.start_s)
    return Traits(tempo, key, energy, rhythm)


def sounding_evenly(windows: Sequence[Window], most: int = MOST_WINDOWS) -> list[Window]:
    """Choose at most `most` windows that are not silent, spread evenly over them."""
    sounding = [window for window in windows if not window.is_silent]
    places = np.linspace(0, len(sounding) - 1, min(len(sounding), most)).round().astype(int)
    return [sounding[place] for place in places]
