"""The whole way of one track to its beats: bytes → waveform → traits and styles → beats."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from audio.constants import WINDOW_S
from audio.decode import bytes_to_waveform
from audio.warm_up import noise_files
from beat_service.beat_base import BeatBase
from beat_service.recommend import Recommendation, traits_to_beats
from beat_service.scorer import AnalysisModel
from beat_service.style_model import StyleModel
from beat_service.traits import Traits, waveform_to_sound


@dataclass(frozen=True)
class RecommendedTrack:
    """What a track is and the beats that go with it, best first; none for silence.

    `certain` is False where the style model's answers are right too seldom to rely on.
    """

    traits: Traits
    beats: Sequence[Recommendation]
    certain: bool


@dataclass(frozen=True)
class Recommender:
    """Both models and the base of beats."""

    analysis: AnalysisModel
    styles: StyleModel
    base: BeatBase

    def bytes_to_recommended_track(self, encoded: bytes, max_audio_s: float) -> RecommendedTrack:
        """Answer for an audio file. Raises children of `AudioProcessingError`."""
        started = time.perf_counter()
        decoded = bytes_to_waveform(encoded, max_audio_s)
        decoded_at = time.perf_counter()
        sound = waveform_to_sound(decoded.waveform, decoded.info.channels, self.analysis)
        analysed_at = time.perf_counter()
        beats: Sequence[Recommendation] = ()
        certain = False
        if sound is not None:
            probabilities = self.styles.waveform_to_probabilities(decoded.waveform)
            certain = self.styles.probabilities_to_outcome(probabilities) == "confident"
            named = dict(zip(self.styles.styles, probabilities.tolist(), strict=True))
            beats = traits_to_beats(sound, named, self.base.beats())
        ended = time.perf_counter()
        timing_ms = {
            "decode": (decoded_at - started) * 1000,
            "analyze": (analysed_at - decoded_at) * 1000,
            "recommend": (ended - analysed_at) * 1000,
            "total": (ended - started) * 1000,
        }
        return RecommendedTrack(Traits(sound, decoded.info, timing_ms), beats, certain)

    def warm_up(self) -> None:
        """Walk the whole way at full length and short: numba compiles, or loads what it has."""
        for encoded in noise_files():
            self.bytes_to_recommended_track(encoded, WINDOW_S)
