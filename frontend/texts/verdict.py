"""Every text of a verdict and of its witnesses, in English and French.

`{…}` are filled in by `frontend.page.section`. The scripts' own short forms stand in `scripts.py`.
"""

from dataclasses import dataclass
from typing import Final

from music_genre.webapi.messages import Language

NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
# The words of the Million Song Dataset, as its listeners wrote them, where we write them otherwise.
TAG_LABELS: Final[dict[Language, dict[str, str]]] = {
    "en": {"rnb": "R&B"},
    "fr": {
        "00s": "années 2000",
        "60s": "années 60",
        "70s": "années 70",
        "80s": "années 80",
        "90s": "années 90",
        "acoustic": "acoustique",
        "alternative": "alternatif",
        "alternative rock": "rock alternatif",
        "beautiful": "beau",
        "catchy": "entraînant",
        "chill": "détendu",
        "classic rock": "rock classique",
        "easy listening": "musique légère",
        "electro": "électro",
        "electronic": "électronique",
        "experimental": "expérimental",
        "female vocalist": "voix de femme",
        "female vocalists": "voix de femmes",
        "guitar": "guitare",
        "happy": "joyeux",
        "indie": "indépendant",
        "indie pop": "pop indépendante",
        "indie rock": "rock indépendant",
        "male vocalists": "voix d’hommes",
        "mellow": "doux",
        "oldies": "vieux succès",
        "party": "fête",
        "progressive rock": "rock progressif",
        "rnb": "R&B",
        "sad": "triste",
        "sexy": "sensuel",
    },
}


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

FRENCH: Final = VerdictStrings(
    confident="sûr",
    confident_measured="«"
    + NO_BREAK_SPACE
    + "Sûr"
    + NO_BREAK_SPACE
    + "» veut dire"
    + NO_BREAK_SPACE
    + ": dans un essai sur des extraits de 30 secondes d’artistes jamais entendus,"
    " {percent} de ces réponses étaient justes.",
    confident_means="«"
    + NO_BREAK_SPACE
    + "Sûr"
    + NO_BREAK_SPACE
    + "» veut dire"
    + NO_BREAK_SPACE
    + ": dans nos essais, la plupart de ces réponses étaient justes.",
    ambiguous="pas sûr",
    ambiguous_measured="«"
    + NO_BREAK_SPACE
    + "Pas sûr"
    + NO_BREAK_SPACE
    + "» veut dire"
    + NO_BREAK_SPACE
    + ": il se peut bien que ce soit faux. Des réponses dites sûres, {percent}"
    " étaient justes dans un essai sur des extraits de 30 secondes d’artistes jamais entendus.",
    ambiguous_means="«"
    + NO_BREAK_SPACE
    + "Pas sûr"
    + NO_BREAK_SPACE
    + "» veut dire"
    + NO_BREAK_SPACE
    + ": il se peut bien que ce soit faux.",
    silence="c’est du silence" + NO_BREAK_SPACE + ": il n’y a rien à entendre.",
    between="{first} ou {second}" + NO_BREAK_SPACE + "?",
    agree="Les deux modèles mettent {genre} en tête.",
    puts_first="{model} met {genre} en tête",
    counts={10: "dix"},
    none_of_these="aucun des {number}",
    none_of_these_but="aucun des {number}" + NO_BREAK_SPACE + ": plutôt {word}",
    rather="C’est une musique d’un autre genre. Ces mots lui vont mieux" + NO_BREAK_SPACE + ":",
    another_kind="C’est une musique d’un autre genre.",
    tags_title="Les mots qui lui vont mieux",
    nearest="le plus proche" + NO_BREAK_SPACE + ": {genre}",
    not_music="ce n’est pas de la musique ({kind})",
    not_music_alone="ce n’est pas de la musique",
    kinds={
        "speech": "parole",
        "noise": "bruit",
        "tone": "son pur",
        "other": "autre son",
    },
    try_music="Essayez un passage avec de la musique.",
    cannot_tell="ne peut pas le dire",
    must_name_one="Il ne connaît que les {number} genres et doit en nommer un.",
    if_one="S’il fallait choisir l’un des {number}",
    according_to="Selon {model}",
    numbers_title="Tempo, tonalité, énergie et rythme en chiffres",
    engineer_title="Pour les ingénieurs",
    correct_tempo="Corriger le tempo",
    half_tempo="la moitié du tempo",
    double_tempo="le double du tempo",
    tap="Taper",
    tap_tempo="appuyez à chaque temps, quatre fois ou plus",
)

VERDICT_STRINGS: Final[dict[Language, VerdictStrings]] = {"en": ENGLISH, "fr": FRENCH}
