"""Every text of the page about the API and of the one for what is not there."""

from dataclasses import dataclass
from typing import Final

from music_genre.translations.texts import InEveryLanguage


@dataclass(frozen=True)
class AboutStrings:
    """The texts of one language."""

    api_title: str
    api_lead: str
    repeats: str
    answer_title: str
    field: str
    meaning: str
    fields: dict[str, str]
    problems_title: str
    problems: str
    everything: str
    not_found_title: str
    not_found_detail: str
    home: str


ENGLISH: Final = AboutStrings(
    api_title="For programs",
    api_lead="Send a song and get as JSON what the page shows. No key is needed.",
    repeats="The examples repeat the last request of this window.",
    answer_title="The answer",
    field="Field",
    meaning="Meaning",
    fields={
        "ensemble": "what the models say together: genre, outcome, probabilities",
        "svm": "the same by this model alone, with segments over time",
        "vgg19": "the same by this model alone, with segments over time",
        "beat": "tempo, key, energy, rhythm, and beats that fit",
        "agreement": "whether both models put the same genre first",
    },
    problems_title="Where something is wrong",
    problems="The answer is a problem (RFC 9457) with a stable code: 413 too large, 415 not audio,"
    " 422 undecodable, too short or too long, 503 busy, with Retry-After.",
    everything="Every route, as OpenAPI",
    not_found_title="There is no such page",
    not_found_detail="The address may have a slip in it, or be an old one.",
    home="Find the genre of a song",
)

ABOUT_STRINGS: Final = InEveryLanguage("about", ENGLISH)
