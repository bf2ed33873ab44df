"""The whole way of one track: bytes → waveform → windows → log-mel → scores → answer.

Both genre services and `training.evaluate` walk it; only the step from log-mel to scores differs,
so it is an argument.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.decode import AudioInfo, bytes_to_waveform
from music_genre.audio.grid import n_frames_to_columns
from music_genre.audio.mel import n_frames_of, waveform_to_log_mel
from music_genre.audio.scores import (
    Outcome,
    probabilities_to_outcome,
    scores_to_probabilities,
    windows_to_track_probabilities,
)
from music_genre.audio.stage_clock import StageClock
from music_genre.audio.windows import Window, waveform_to_windows

LogMelToScores = Callable[[NDArray[np.float32]], NDArray[np.float32]]


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
    """One window's answer; `probabilities` is None for a silent one."""

    start_s: float
    end_s: float
    probabilities: NDArray[np.float64] | None


@dataclass(frozen=True)
class TrackPrediction:
    """A track's answer; `probabilities` float64 `(n_genres,)`, None when all of it is silent."""

    outcome: Outcome
    probabilities: NDArray[np.float64] | None
    segments: Sequence[Segment]
    audio: AudioInfo
    timing_ms: dict[str, float]
    kind: Literal["speech", "noise", "tone", "other"] | None = None
    tags: Mapping[str, float] | None = None


def window_to_log_mel(window: Window) -> NDArray[np.float32]:
    """Log-mel of a window on the networks' grid, float32 `(n_mels, n_columns)`, dB."""
    columns = n_frames_to_columns(n_frames_of(len(window.samples)))
    return waveform_to_log_mel(window.samples, columns)


def window_to_probabilities(
    window: Window, log_mel_to_scores: LogMelToScores, calibration: Calibration
) -> NDArray[np.float64]:
    """Predict the genres of a window that is not silent, float64 `(n_genres,)`, sum 1."""
    scores = log_mel_to_scores(window_to_log_mel(window))
    return calibration.scores_to_probabilities(scores, window.duration_s)


def bytes_to_prediction(
    encoded: bytes,
    max_audio_s: float,
    log_mel_to_scores: LogMelToScores,
    calibration: Calibration,
) -> TrackPrediction:
    """Answer for an audio file. Raises children of `AudioProcessingError`."""
    clock = StageClock()
    decoded = bytes_to_waveform(encoded, max_audio_s)
    clock.lap("decode")
    segments = [
        Segment(
            window.start_s,
            window.end_s,
            None
            if window.is_silent
            else window_to_probabilities(window, log_mel_to_scores, calibration),
        )
        for window in waveform_to_windows(decoded.waveform)
    ]
    probabilities = segments_to_probabilities(segments)
    clock.lap("predict")
    return TrackPrediction(
        outcome="silence"
        if probabilities is None
        else probabilities_to_outcome(probabilities, calibration.confident_from),
        probabilities=probabilities,
        segments=segments,
        audio=decoded.info,
        timing_ms=clock.timing_ms,
    )


def segments_to_probabilities(segments: Sequence[Segment]) -> NDArray[np.float64] | None:
    """Average the sounding segments' probabilities, float64 `(n_genres,)`; None without any."""
    rows, durations_s = [], []
    for segment in segments:
        if segment.probabilities is not None:
            rows.append(segment.probabilities)
            durations_s.append(segment.end_s - segment.start_s)
    return windows_to_track_probabilities(np.stack(rows), durations_s) if rows else None
