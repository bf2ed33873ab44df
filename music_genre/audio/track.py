"""The whole way of one track: bytes → waveform → windows → log-mel → scores → answer.

Both genre services and `training.evaluate` walk it; only what a model finds in a window differs,
so that step is an argument.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.decode import AudioInfo, DecodedAudio, bytes_to_waveform
from music_genre.audio.evidence import (
    Evidence,
    Kind,
    Outcome,
    Sound,
    SoundThresholds,
    is_foreign,
    sound_to_kind,
    sounds_to_track,
    tags_to_named,
)
from music_genre.audio.grid import n_frames_to_columns
from music_genre.audio.mel import n_frames_of, waveform_to_log_mel
from music_genre.audio.scores import (
    probabilities_to_outcome,
    scores_to_probabilities,
    windows_to_track_probabilities,
)
from music_genre.audio.stage_clock import StageClock
from music_genre.audio.windows import Window, waveform_to_windows
from music_genre.job import go_on

WindowToEvidence = Callable[[Window], Evidence]

LEAST_MUSIC: Final = 0.01  # [share of its duration] so that a track without music has weights too


@dataclass(frozen=True)
class Calibration:
    """How scores become probabilities and probabilities an outcome (from the model's manifest)."""

    temperatures: Sequence[tuple[float, float]]  # duration [s], temperature; rising durations
    confident_from: float  # probability of the first genre, 0–1

    def temperature_at(self, duration_s: float) -> float:
        """Interpolate the temperature for a window of this duration between those measured."""
        durations_s, temperatures = zip(*self.temperatures, strict=True)
        return float(np.interp(math.log(duration_s), np.log(durations_s), temperatures))

    def scores_to_probabilities(
        self, scores: NDArray[np.float32], duration_s: float
    ) -> NDArray[np.float64]:
        """Calibrate a window's scores `(n_genres,)`: float64 `(n_genres,)`, sum 1."""
        return scores_to_probabilities(scores, self.temperature_at(duration_s))


@dataclass(frozen=True)
class Segment:
    """One window's answer; `probabilities` and `sound` are None for a silent one."""

    start_s: float
    end_s: float
    probabilities: NDArray[np.float64] | None
    sound: Sound | None = None

    @property
    def weight(self) -> float:
        """How much it counts for the track's genre: its duration, as far as it is music [s]."""
        music = 1.0 if self.sound is None else max(float(self.sound.kinds[0]), LEAST_MUSIC)
        return (self.end_s - self.start_s) * music


@dataclass(frozen=True)
class TrackPrediction:
    """A track's answer; `probabilities` float64 `(n_genres,)`, None when all of it is silent.

    `kind` names what is heard where it is not music; `tags` are words that fit, 0–1 each, None
    where the model has none.
    """

    outcome: Outcome
    kind: Kind | None
    probabilities: NDArray[np.float64] | None
    tags: Mapping[str, float] | None
    segments: Sequence[Segment]
    audio: AudioInfo
    timing_ms: dict[str, float]


@dataclass(frozen=True)
class Doubt:
    """What an answer takes to be sure, and the words that a model has (from its manifest)."""

    calibration: Calibration
    thresholds: SoundThresholds | None = None
    tag_names: Sequence[str] = ()


def window_to_log_mel(window: Window) -> NDArray[np.float32]:
    """Log-mel of a window on the networks' grid, float32 `(n_mels, n_columns)`, dB."""
    go_on()
    columns = n_frames_to_columns(n_frames_of(len(window.samples)))
    return waveform_to_log_mel(window.samples, columns)


def window_to_segment(
    window: Window, window_to_evidence: WindowToEvidence, calibration: Calibration
) -> Segment:
    """Predict a window: its genres, calibrated, and its sound; neither for a silent one."""
    go_on()
    if window.is_silent:
        return Segment(window.start_s, window.end_s, None)
    evidence = window_to_evidence(window)
    probabilities = calibration.scores_to_probabilities(evidence.scores, window.duration_s)
    return Segment(window.start_s, window.end_s, probabilities, evidence.sound)


def bytes_to_prediction(
    encoded: bytes, max_audio_s: float, window_to_evidence: WindowToEvidence, doubt: Doubt
) -> TrackPrediction:
    """Answer for an audio file. Raises children of `AudioProcessingError`."""
    clock = StageClock()
    decoded = bytes_to_waveform(encoded, max_audio_s)
    clock.lap("decode")
    return decoded_to_prediction(decoded, window_to_evidence, doubt, clock)


def decoded_to_prediction(
    decoded: DecodedAudio, window_to_evidence: WindowToEvidence, doubt: Doubt, clock: StageClock
) -> TrackPrediction:
    """Answer for a decoded file, which others may be asked about too."""
    windows = waveform_to_windows(decoded.waveform)
    return windows_to_prediction(windows, decoded.info, window_to_evidence, doubt, clock)


def windows_to_prediction(
    windows: Sequence[Window],
    info: AudioInfo,
    window_to_evidence: WindowToEvidence,
    doubt: Doubt,
    clock: StageClock,
) -> TrackPrediction:
    """Answer for a track of which these windows are heard, in their order."""
    segments = [
        window_to_segment(window, window_to_evidence, doubt.calibration) for window in windows
    ]
    probabilities = segments_to_probabilities(segments)
    sound = segments_to_sound(segments)
    outcome, kind = track_to_outcome(probabilities, sound, doubt)
    clock.lap("predict")
    return TrackPrediction(
        outcome=outcome,
        kind=kind,
        probabilities=probabilities,
        tags=tags_to_named(doubt.tag_names, sound),
        segments=segments,
        audio=info,
        timing_ms=clock.timing_ms,
    )


def track_to_outcome(
    probabilities: NDArray[np.float64] | None, sound: Sound | None, doubt: Doubt
) -> tuple[Outcome, Kind | None]:
    """Say how sure the answer is, and what is heard where it is no music.

    `probabilities` is float64 `(n_genres,)`, None for silence; `sound` is None where the model
    does not know kinds of sound.
    """
    if probabilities is None:
        return "silence", None
    if sound is not None and doubt.thresholds is not None:
        if kind := sound_to_kind(sound, doubt.thresholds):
            return "not_music", kind
        if is_foreign(sound, doubt.tag_names, doubt.thresholds):
            return "none_of_these", None
    return probabilities_to_outcome(probabilities, doubt.calibration.confident_from), None


def segments_to_probabilities(segments: Sequence[Segment]) -> NDArray[np.float64] | None:
    """Average the sounding segments into the track's probabilities; None if there is none."""
    sounding = [segment for segment in segments if segment.probabilities is not None]
    rows = [segment.probabilities for segment in sounding if segment.probabilities is not None]
    if not rows:
        return None
    return windows_to_track_probabilities(np.stack(rows), [segment.weight for segment in sounding])


def segments_to_sound(segments: Sequence[Segment]) -> Sound | None:
    """Join the segments' sounds; None if there are none."""
    heard = [(s.sound, s.end_s - s.start_s) for s in segments if s.sound is not None]
    return sounds_to_track(*zip(*heard, strict=True)) if heard else None
