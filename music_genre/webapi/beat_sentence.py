"""How sure a recommended style is and what decided it → one sentence, in the API and on the page.

One probability, one certainty, one sentence: whatever leant the choice is named in it and nowhere
else with a figure of its own, or a reader would see “87 %” beside “a guess”. Where a genre or words
leant it, the probability is of both and not calibrated: the page then shows none.
"""

from dataclasses import dataclass
from typing import Final

from music_genre.translations.catalogues import Language
from music_genre.translations.texts import InEveryLanguage
from music_genre.webapi.beat_body import Effect, PriorBody

LIKELY_FROM: Final = 0.7  # [probability] of the rhythm alone; how often it is right: README


@dataclass(frozen=True)
class SentenceTexts:
    """What is said of a sure rhythm, of one that leaves the style open, and who leant it then."""

    certain: str
    likely: str
    open: str
    leant: dict[Effect, str]


SENTENCES: Final = InEveryLanguage(
    "sentence",
    SentenceTexts(
        certain="a clear match: the rhythm says so",
        likely="likely: the rhythm points to it",
        open="a guess: the rhythm leaves the style open",
        leant={
            "decided": "a guess: the rhythm leaves the style open; {name} decided",
            "agreed": "a guess: the rhythm leaves the style open; {name} goes with it",
            "weighed": "a guess: the rhythm leaves the style open; {name} had a say",
        },
    ),
)


def prior_to_sentence(
    prior: PriorBody | None,
    language: Language,
    *,
    certain: bool,
    confidence: float,
    is_free: bool,
    name: str = "",
) -> str:
    """Write the sentence; `name` is how the genre is called, the prior's own word if not given.

    `confidence` is the style's probability 0–1, which counts where the rhythm alone decided, and
    the music keeps a tempo (`is_free` says that it does not): noise has no rhythm that is likely.
    """
    texts = SENTENCES[language]
    if certain:
        return texts.certain
    if prior is None:
        is_likely = confidence >= LIKELY_FROM and not is_free
        return texts.likely if is_likely else texts.open
    return texts.leant[prior.effect].format(name=name or prior.genre)
