"""Every text of a verdict and of its witnesses.

`{…}` are filled in by `frontend.page.section`. The scripts' own short forms stand in `scripts.py`.
"""

from dataclasses import dataclass
from typing import Final

from music_genre.translations.texts import InEveryLanguage

# The words of the Million Song Dataset, as its listeners wrote them.
TAGS: Final = (
    *("00s", "60s", "70s", "80s", "90s", "acoustic", "alternative", "alternative rock"),
    *("ambient", "beautiful", "blues", "catchy", "chill", "chillout", "classic rock"),
    *("country", "dance", "easy listening", "electro", "electronic", "electronica"),
    *("experimental", "female vocalist", "female vocalists", "folk", "funk", "guitar"),
    *("happy", "hard rock", "heavy metal", "hip-hop", "house", "indie", "indie pop"),
    *("indie rock", "instrumental", "jazz", "male vocalists", "mellow", "metal"),
    *("oldies", "party", "pop", "progressive rock", "punk", "rnb", "rock", "sad", "sexy"),
    *("soul",),
)
TAG_LABELS: Final = InEveryLanguage("tag", {tag: tag for tag in TAGS} | {"rnb": "R&B"})
# Of those words the ones that are no kind of music: they say how it sounds, or of when it is.
NO_KIND: Final = frozenset(
    (
        *("00s", "60s", "70s", "80s", "90s", "acoustic", "beautiful", "catchy", "chill"),
        *("female vocalist", "female vocalists", "guitar", "happy", "instrumental"),
        *("male vocalists", "mellow", "oldies", "party", "piano", "sad", "sexy"),
    )
)


@dataclass(frozen=True)
class VerdictStrings:
    """The texts of one language."""

    confident: str
    confident_measured: str
    confident_means: str
    ambiguous: str
    ambiguous_measured: str
    ambiguous_means: str
    silence: str
    between: str
    agree: str
    puts_first: str
    counts: dict[int, str]
    none_of_these: str
    none_of_these_but: str
    rather: str
    another_kind: str
    tags_title: str
    nearest: str
    not_music: str
    not_music_alone: str
    kinds: dict[str, str]
    try_music: str
    cannot_tell: str
    must_name_one: str
    if_one: str
    according_to: str
    numbers_title: str
    engineer_title: str
    correct_tempo: str
    half_tempo: str
    double_tempo: str
    tap: str
    tap_tempo: str


ENGLISH: Final = VerdictStrings(
    confident="sure",
    confident_measured="“Sure” means: in a test with 30-second clips by artists that it had never"
    " heard, {percent} of such answers were right.",
    confident_means="“Sure” means: in tests most answers of this kind were right.",
    ambiguous="not sure",
    ambiguous_measured="“Not sure” means: it may well be wrong. Of the answers that it was sure of,"
    " {percent} were right in a test with 30-second clips by artists that it had never heard.",
    ambiguous_means="“Not sure” means: it may well be wrong.",
    silence="this is silence: there is nothing to hear.",
    between="{first} or {second}?",
    agree="Both models put {genre} first.",
    puts_first="{model} puts {genre} first",
    counts={10: "ten"},
    none_of_these="none of the {number}",
    none_of_these_but="none of the {number}: rather {word}",
    rather="It is music of another kind. These words fit it better:",
    another_kind="It is music of another kind.",
    tags_title="Words that fit it better",
    nearest="nearest: {genre}",
    not_music="this is not music ({kind})",
    not_music_alone="this is not music",
    kinds={"speech": "speech", "noise": "noise", "tone": "a tone", "other": "another sound"},
    try_music="Try a stretch with music in it.",
    cannot_tell="cannot tell",
    must_name_one="It only knows the {number} genres and must name one.",
    if_one="If it had to be one of the {number}",
    according_to="According to {model}",
    numbers_title="Tempo, key, energy and rhythm in numbers",
    engineer_title="For engineers",
    correct_tempo="Correct the tempo",
    half_tempo="half the tempo",
    double_tempo="double the tempo",
    tap="Tap",
    tap_tempo="press it on each beat, four times or more",
)

VERDICT_STRINGS: Final = InEveryLanguage("verdict", ENGLISH)
