"""The whole way of one track to its beats: bytes → waveform → traits and styles → beats.

Where there is a genre service, it is asked meanwhile. The genre it predicts helps to choose the
style where the rhythm alone leaves it open; a rhythm that is sure of its style stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.analysis_model import AnalysisModel
from beat_service.analysis.known_answers import model_to_checked
from beat_service.analysis.traits import TrackAnalysis, waveform_to_traits
from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.recommendation.genre_client import (
    GenreClient,
    Genres,
    WhenAsked,
    answer_to_genres,
)
from beat_service.recommendation.ranking import Probabilities, Recommendation, traits_to_beats
from beat_service.styles.style_model import StyleModel
from music_genre.audio.arithmetic import ArithmeticCheck
from music_genre.audio.constants import WINDOW_S
from music_genre.audio.decode import bytes_to_waveform
from music_genre.audio.stage_clock import StageClock
from music_genre.audio.warm_up import noise_files
from music_genre.webapi.genre_verdict import VerdictBody

VERDICT: Final = "verdict"  # the name of what several models say together


@dataclass(frozen=True)
class Styles:
    """How probable each style is; `genres` is None where they had no say.

    `certain` is False where the style model's answers are right too seldom to rely on; `leant` is
    True where the genres made another style the most probable one.
    """

    probabilities: Probabilities
    certain: bool
    genres: Genres | None
    leant: bool = False


@dataclass(frozen=True)
class RecommendedTrack:
    """What a track is and the beats that go with it, best first; silence has neither."""

    analysis: TrackAnalysis
    beats: Sequence[Recommendation]
    styles: Styles | None


@dataclass(frozen=True)
class Recommender:
    """Both models, the catalogue of beats, and a genre service, if there is one."""

    analysis: AnalysisModel
    styles: StyleModel
    catalogue: BeatCatalogue
    genres: GenreClient | None = None

    def bytes_to_recommended_track(
        self,
        encoded: bytes,
        max_audio_s: float,
        verdict: VerdictBody | None = None,
        told_bpm: float | None = None,
    ) -> RecommendedTrack:
        """Analyse an audio file and choose beats, at the tempo that somebody told, if any.

        Where there is a verdict, nobody else is asked for one.

        Raises children of `AudioProcessingError`.
        """
        clock = StageClock()
        decoded = bytes_to_waveform(encoded, max_audio_s)
        clock.lap("decode")
        genres = self._ask(encoded, verdict)
        traits = waveform_to_traits(
            decoded.waveform, decoded.channels_power, self.analysis, told_bpm
        )
        clock.lap("analyze")
        beats: Sequence[Recommendation] = ()
        styles = None
        if traits is not None:
            styles = self._waveform_to_styles(decoded.waveform, genres)
            beats = traits_to_beats(traits, styles.probabilities, self.catalogue.beats())
        clock.lap("recommend")
        return RecommendedTrack(TrackAnalysis(traits, decoded.info, clock.timing_ms), beats, styles)

    def warm_up(self) -> dict[str, ArithmeticCheck]:
        """Walk the whole way at full length and short: numba compiles, or loads what it has.

        The genre service is not asked: it may start later than this one. The result says, by
        model, in which arithmetic each runs. Raises `ModelBundleError` if that is wrong too.
        """
        checks = {
            self.analysis.manifest.name: model_to_checked(self.analysis),
            self.analysis.pulse.manifest.name: self.analysis.pulse.check_arithmetic(),
            self.styles.manifest.name: self.styles.check_arithmetic(),
        }
        alone = replace(self, genres=None)
        for encoded in noise_files():
            alone.bytes_to_recommended_track(encoded, WINDOW_S)
        return checks

    def _waveform_to_styles(
        self, waveform: NDArray[np.float32], when_asked: WhenAsked | None
    ) -> Styles:
        """Predict styles by the rhythm, and by genres too where it leaves them open in music.

        What a genre model says of drums alone is of no use. `waveform` is float32 `(n_samples,)`
        at 22 050 Hz.
        """
        heard = self.styles.waveform_to_heard(waveform)
        by_rhythm = heard.probabilities
        certain = self.styles.probabilities_to_outcome(by_rhythm) == "confident"
        named = dict(zip(self.styles.styles, by_rhythm.tolist(), strict=True))
        genres = when_asked() if when_asked and heard.is_music and not certain else None
        if not genres:
            return Styles(named, certain, None)
        fused = genres.lean(named)
        return Styles(fused, certain, genres, leant=_first(fused) != _first(named))

    def _ask(self, encoded: bytes, verdict: VerdictBody | None) -> WhenAsked | None:
        """Ask the genre service unless the verdict is known; None where there is nobody to ask."""
        if verdict is None:
            return self.genres.ask(encoded) if self.genres else None
        told = answer_to_genres(verdict.outcome, verdict.probabilities, verdict.tags, VERDICT)
        return lambda: told


def _first(styles: Probabilities) -> str:
    """Name the most probable style."""
    return max(styles, key=styles.__getitem__)
