"""The mean bar of a song → the grid of its steps, its table and its facts."""

from dataclasses import dataclass
from typing import Final

from frontend.page.numbers import number_to_text, share_to_percent
from frontend.texts.beat import BEAT_STRINGS, BeatStrings
from music_genre.translations.catalogues import Language
from music_genre.webapi.beat_body import BANDS, STEPS_PER_WHOLE, RhythmBody

STRONG_FROM: Final = 0.5  # of the strongest step: such are named to those who do not see the grid
FAINTEST: Final = 0.08  # opacity of a silent step, so that the grid is seen


@dataclass(frozen=True)
class Step:
    """One sixteenth in one band: how strong, and how opaque it is drawn."""

    number: str
    opacity: str
    starts_beat: bool


@dataclass(frozen=True)
class RhythmView:
    """The mean bar in three bands, and what it is like."""

    bands: tuple[tuple[str, tuple[Step, ...]], ...]
    facts: tuple[str, ...]
    chart: str
    numbers: tuple[int, ...]  # of the steps, from 1
    counts: tuple[int, ...]  # of the bar, four in 4/4 and seven in 7/8


def rhythm_to_view(rhythm: RhythmBody, language: Language) -> RhythmView:
    """Draw the mean bar of a song, as long as its meter, and say what it is like."""
    strings = BEAT_STRINGS[language]
    facts = []
    if pattern := rhythm.pattern:
        name, alike = pattern.name.replace("_", " "), share_to_percent(pattern.similarity, language)
        facts.append(strings.nearest_pattern.format(name=name, percent=alike))
    if rhythm.swing_ratio is not None:
        facts.append(strings.swing.format(ratio=number_to_text(rhythm.swing_ratio, 2, language)))
    steps = rhythm.steps.model_dump() if rhythm.steps else {}
    n_steps = len(rhythm.steps.low) if rhythm.steps else 0
    count, unit = map(int, rhythm.meter.split("/"))
    a_count = STEPS_PER_WHOLE // unit
    return RhythmView(
        bands=tuple(
            (
                strings.bands[band],
                tuple(
                    _strength_to_step(strength, language, starts_beat=number % a_count == 0)
                    for number, strength in enumerate(steps[band])
                ),
            )
            for band in reversed(BANDS)  # the grid has the high band on top
            if band in steps
        ),
        facts=tuple(facts),
        chart=strings.steps_chart.format(number=n_steps, strong=_strong_steps(steps, strings)),
        numbers=tuple(range(1, n_steps + 1)),
        counts=tuple(range(1, count + 1)),
    )


def _strong_steps(steps: dict[str, list[float]], strings: BeatStrings) -> str:
    """Name the strong steps of each band that has any, from the low one up."""
    strong_from = STRONG_FROM * max((max(band) for band in steps.values()), default=0.0)
    named = {
        band: [
            str(number) for number, strength in enumerate(steps[band], 1) if strength >= strong_from
        ]
        for band in BANDS
        if band in steps
    }
    return "; ".join(
        strings.strong_steps.format(band=strings.bands[band], steps=", ".join(numbers))
        for band, numbers in named.items()
        if numbers
    )


def _strength_to_step(strength: float, language: Language, *, starts_beat: bool) -> Step:
    return Step(
        number=share_to_percent(strength, language),
        opacity=f"{FAINTEST + (1 - FAINTEST) * strength:.2f}",
        starts_beat=starts_beat,
    )
