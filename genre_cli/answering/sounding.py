"""A file → what of it the models hear: all of it, or three stretches.

`full` is what the services do. `fast` hears at most three windows of 30 s, fewer patches of each,
beats and energy in the middle one alone, and asks VGG19 only where the SVM doubts. Both walk the
same stages; `docs/scale.md` has what fast loses.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from beat_service.analysis.analysis_model import AnalysisModel
from beat_service.analysis.body import analysis_to_body, model_to_model_body
from beat_service.analysis.traits import (
    TrackAnalysis,
    Traits,
    sounding_evenly,
    windows_to_traits,
)
from genre_cli.answering.answers import Mode
from music_genre.audio.constants import PATCHES_PER_WINDOW
from music_genre.audio.decode import AudioInfo, bytes_to_parts, bytes_to_waveform
from music_genre.audio.evidence import Outcome
from music_genre.audio.genre_model import GenreModel
from music_genre.audio.stage_clock import StageClock
from music_genre.audio.track import WindowToEvidence, windows_to_prediction
from music_genre.audio.windows import Window, waveform_to_whole, waveform_to_windows
from music_genre.webapi.prediction_body import manifest_to_model_body, probabilities_to_body

FAST_WINDOWS: Final = 3
N_PATCHES: Final[Mapping[Mode, int]] = {"full": PATCHES_PER_WINDOW, "fast": 2}  # of a window


@dataclass(frozen=True)
class Sounding:
    """What is heard of a file.

    Genres are heard in `windows`; tempo and key in those of `sounding`, beats and energy in
    `stretch`, which is None where all is silent.
    """

    windows: Sequence[Window]
    sounding: Sequence[Window]
    stretch: Window | None
    info: AudioInfo
    channels_power: float
    mode: Mode


def bytes_to_whole(encoded: bytes, max_audio_s: float) -> Sounding:
    """Decode a file and take all of it. Raises children of `AudioProcessingError`."""
    decoded = bytes_to_waveform(encoded, max_audio_s)
    windows = waveform_to_windows(decoded.waveform)
    sounding = sounding_evenly(windows)
    return Sounding(
        windows,
        sounding,
        waveform_to_whole(decoded.waveform) if sounding else None,
        decoded.info,
        decoded.channels_power,
        "full",
    )


def bytes_to_few_windows(encoded: bytes, max_audio_s: float) -> Sounding:
    """Decode three stretches of a file, and take one window of each, as far as they sound.

    A file of which they are silent is taken whole: it may sound elsewhere. Raises children of
    `AudioProcessingError`.
    """
    decoded = bytes_to_parts(encoded, max_audio_s)
    found = [
        Window(start_s + window.start_s, start_s + window.end_s, window.samples)
        for start_s, part in decoded.parts.items()
        for window in waveform_to_windows(part)
    ]
    chosen = sounding_evenly(found, FAST_WINDOWS)
    if not chosen:
        return bytes_to_whole(encoded, max_audio_s)
    middle = chosen[len(chosen) // 2]
    return Sounding(chosen, chosen, middle, decoded.info, decoded.channels_power, "fast")


BYTES_TO_SOUNDING: Final[Mapping[Mode, Callable[[bytes, float], Sounding]]] = {
    "full": bytes_to_whole,
    "fast": bytes_to_few_windows,
}


def windows_to_body(
    sounding: Sounding, model: GenreModel, window_to_evidence: WindowToEvidence
) -> dict[str, Any]:
    """Answer with one genre model: the body of `/v1/predict`."""
    clock = StageClock()
    prediction = windows_to_prediction(
        sounding.windows, sounding.info, window_to_evidence, model.doubt, clock
    )
    facts = manifest_to_model_body(model.manifest)
    return probabilities_to_body(prediction, model.manifest.genres, facts).model_dump()


def sounding_to_analysis_body(sounding: Sounding, model: AnalysisModel) -> dict[str, Any]:
    """Say tempo, key, energy and rhythm: the body of `/analyze`."""
    clock = StageClock()
    traits = sounding_to_traits(sounding, model)
    clock.lap("analyze")
    analysis = TrackAnalysis(traits, sounding.info, clock.timing_ms)
    return analysis_to_body(analysis, model_to_model_body(model)).model_dump()


def sounding_to_traits(sounding: Sounding, model: AnalysisModel) -> Traits | None:
    """Measure tempo, key, energy and rhythm; None for silence."""
    if sounding.stretch is None:
        return None
    power = sounding.channels_power
    return windows_to_traits(sounding.sounding, sounding.stretch, power, model)


def is_asked_too(mode: Mode, outcome: Outcome) -> bool:
    """Tell whether VGG19 is asked where this is what the SVM says."""
    return mode == "full" or outcome == "ambiguous"


def version_to_mode_version(version: str, mode: Mode) -> str:
    """Compute a checksum of the models and of how they are asked."""
    return version if mode == "full" else hashlib.sha256(f"{version} {mode}".encode()).hexdigest()
