"""Bytes of an audio file → why the network predicts what it predicts, for one window of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import COLUMN_S, N_MELS
from music_genre.audio.decode import bytes_to_waveform
from music_genre.audio.errors import AudioProcessingError, SilentAudioError
from music_genre.audio.mel import mel_band_edges_hz
from music_genre.audio.scores import windows_to_track_probabilities
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import Window, waveform_to_windows
from vgg19_service.evidence import Evidence, steps_to_evidence
from vgg19_service.importance import maps_to_importance
from vgg19_service.model import Maps, Vgg19Model


class UnknownSegmentError(AudioProcessingError):
    """The track has no such segment; facts: `n_segments`."""

    code: ClassVar[str] = "unknown_segment"


@dataclass(frozen=True)
class Explanation:
    """Why a window got its probability of a genre.

    `genre` is its place in the model's genres, `segment` that of the window in the track.
    `log_mel` is float32 `(n_mels, n_columns)`, dB; `importance` float32 `(n_rows, n_steps)`, row 0
    the lowest frequencies, −1 … 1 with the largest magnitude 1, positive for the genre;
    `row_edges_hz` and `step_edges_s` (on the track) have one more than it has rows and steps.
    """

    genre: int
    probability: float
    segment: int
    start_s: float
    end_s: float
    log_mel: NDArray[np.float32]
    importance: NDArray[np.float32]
    row_edges_hz: NDArray[np.float64]
    step_edges_s: NDArray[np.float64]

    @property
    def seconds(self) -> NDArray[np.float32]:
        """Add up each step's importance over all frequencies, float32 `(n_steps,)`, −1 … 1."""
        return _normalised(self.importance.sum(axis=0))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Find the stretches of the track that speak most for the genre, strongest first."""
        return steps_to_evidence(self.importance.sum(axis=0), self.step_edges_s)


@dataclass(frozen=True)
class _Predicted:
    """A window that was asked about: its number, log-mel and probabilities."""

    segment: int
    window: Window
    log_mel: NDArray[np.float32]
    probabilities: NDArray[np.float64]
    maps: Maps | None  # kept for one window only: they are 5 MB


def bytes_to_explanation(
    encoded: bytes,
    max_audio_s: float,
    model: Vgg19Model,
    genre: int | None = None,
    segment: int | None = None,
) -> Explanation:
    """Explain a genre, or the track's answer, in a segment, or in the one with most of the genre.

    Raises children of `AudioProcessingError`: beside those of decoding, `UnknownSegmentError`, and
    `SilentAudioError` where the track, or the segment asked for, is silent.
    """
    windows = waveform_to_windows(bytes_to_waveform(encoded, max_audio_s).waveform)
    sounding = _sounding_segments(windows, segment)
    if genre is not None and segment is not None:
        sounding = [segment]  # the others change nothing
    predicted = [
        _window_to_predicted(windows, number, model, keep_maps=len(sounding) == 1)
        for number in sounding
    ]
    if genre is None:
        durations_s = [one.window.duration_s for one in predicted]
        rows = np.stack([one.probabilities for one in predicted])
        genre = int(windows_to_track_probabilities(rows, durations_s).argmax())
    chosen = _chosen(predicted, genre, segment)
    return _predicted_to_explanation(chosen, genre, model)


def _sounding_segments(windows: Sequence[Window], segment: int | None) -> list[int]:
    """Numbers of the windows that sound, `segment` among them if it is given."""
    if segment is not None and segment >= len(windows):
        raise UnknownSegmentError(n_segments=len(windows))
    sounding = [number for number, window in enumerate(windows) if not window.is_silent]
    if not sounding or segment not in {None, *sounding}:
        raise SilentAudioError
    return sounding


def _window_to_predicted(
    windows: Sequence[Window], segment: int, model: Vgg19Model, *, keep_maps: bool
) -> _Predicted:
    window = windows[segment]
    log_mel = window_to_log_mel(window)
    maps = model.log_mel_to_maps(log_mel) if keep_maps else None
    scores = maps.scores if maps else model.log_mel_to_scores(log_mel)
    calibration = model.manifest.calibration
    probabilities = calibration.scores_to_probabilities(scores, window.duration_s)
    return _Predicted(segment, window, log_mel, probabilities, maps)


def _chosen(predicted: Sequence[_Predicted], genre: int, segment: int | None) -> _Predicted:
    """Choose the segment asked for, or the first of those with most of the genre."""
    if segment is not None:
        return next(one for one in predicted if one.segment == segment)
    return max(predicted, key=lambda one: float(one.probabilities[genre]))


def _predicted_to_explanation(predicted: _Predicted, genre: int, model: Vgg19Model) -> Explanation:
    maps = predicted.maps or model.log_mel_to_maps(predicted.log_mel)
    importance = _normalised(maps_to_importance(maps, genre))
    bands = N_MELS // len(importance)  # [mel bands of a row], and columns of a step
    window = predicted.window
    step_edges_s = window.start_s + np.arange(importance.shape[1] + 1) * bands * COLUMN_S
    step_edges_s[-1] = window.end_s  # the few columns left over make no step of their own
    return Explanation(
        genre=genre,
        probability=float(predicted.probabilities[genre]),
        segment=predicted.segment,
        start_s=window.start_s,
        end_s=window.end_s,
        log_mel=predicted.log_mel,
        importance=importance,
        row_edges_hz=mel_band_edges_hz()[::bands],
        step_edges_s=step_edges_s,
    )


def _normalised(importance: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scaled to a largest magnitude of 1; zeros stay."""
    largest = np.abs(importance).max()
    return importance / largest if largest else importance
