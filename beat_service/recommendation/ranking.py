"""Traits of a track and the catalogue of beats → the beats that go with it, best first.

The style model predicts how probable each style is; the style decides, because a beat of another
style is another song. Within a style the beat that fits best in tempo, rhythm and energy stands for
it.

A catalogue may hold styles that the model was not trained on. Such a beat keeps what the model
predicted of it when it was added, and counts as the probability that track and beat are of the same
known style.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from beat_service.analysis.traits import Traits
from beat_service.catalogue.tables import Beat
from beat_service.recommendation.fit import Fit, beat_to_fit
from music_genre.stages import stage
from music_genre.webapi.beat_body import FOUR_FOUR

N_ALTERNATIVES: Final = 5

Probabilities = Mapping[str, float]


@dataclass(frozen=True)
class Recommendation:
    """A beat, the probability 0–1 that the track is of its style, and how well it fits."""

    beat: Beat
    confidence: float
    fit: Fit


@stage("rank")
def traits_to_beats(
    traits: Traits,
    probabilities: Probabilities,
    beats: Iterable[Beat],
    meter: str = FOUR_FOUR,
) -> list[Recommendation]:
    """Choose one beat of each style, best first: the recommended one and `N_ALTERNATIVES` others.

    The list is empty where the catalogue is. `probabilities` are the style model's, by style.
    `meter` is the track's, 4/4 as long as the analysis hears bars of four; a beat in another one
    stands for a style only where the style has none in it.
    """
    beats = list(beats)
    in_meter = {beat.style for beat in beats if beat.meter == meter}
    best: dict[str, Recommendation] = {}
    for beat in beats:
        if beat.meter != meter and beat.style in in_meter:
            continue
        found = Recommendation(
            beat, beat_to_probability(beat, probabilities), beat_to_fit(beat, traits)
        )
        if beat.style not in best or _within_style(found) > _within_style(best[beat.style]):
            best[beat.style] = found
    ranked = sorted(best.values(), key=lambda found: (-found.confidence, -found.fit.together))
    return ranked[: 1 + N_ALTERNATIVES]


def beat_to_probability(beat: Beat, probabilities: Probabilities) -> float:
    """Compute the probability 0–1 that a track is of the beat's style."""
    if beat.style in probabilities:
        return probabilities[beat.style]
    predicted: Probabilities = beat.traits.get("styles", {})
    return sum(share * probabilities.get(style, 0.0) for style, share in predicted.items())


def _within_style(found: Recommendation) -> tuple[float, str]:
    """Order a style's beats; the name decides between equals, so that answers repeat."""
    return (found.fit.together, found.beat.id)
