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


@dataclass(frozen=True)
class VerdictStrings:
    """The texts of one language."""

    confident: str
    ambiguous: str
    silence: str
    between: str
    counts: dict[int, str]
    none_of_these: str
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


ENGLISH: Final = VerdictStrings(
    confident="confident",
    ambiguous="ambiguous",
    silence="silence",
    between="between {first} and {second}",
    counts={10: "ten"},
    none_of_these="none of the {number} genres",
    rather="It is music of another kind. These words fit it better:",
    another_kind="It is music of another kind.",
    tags_title="Words that fit it better",
    nearest="nearest: {genre}",
    not_music="this is not music: {kind}",
    not_music_alone="this is not music",
    kinds={"speech": "speech", "noise": "noise", "tone": "a tone", "other": "another sound"},
    try_music="Try a stretch with music in it.",
    cannot_tell="cannot tell",
    must_name_one="It only knows the {number} genres and must name one.",
    if_one="If it had to be one of the {number}",
    according_to="According to {model}",
)

FRENCH: Final = VerdictStrings(
    confident="sûr",
    ambiguous="ambigu",
    silence="silence",
    between="entre {first} et {second}",
    counts={10: "dix"},
    none_of_these="aucun des {number} genres",
    rather="C’est une musique d’un autre genre. Ces mots lui vont mieux" + NO_BREAK_SPACE + ":",
    another_kind="C’est une musique d’un autre genre.",
    tags_title="Les mots qui lui vont mieux",
    nearest="le plus proche" + NO_BREAK_SPACE + ": {genre}",
    not_music="ce n’est pas de la musique" + NO_BREAK_SPACE + ": {kind}",
    not_music_alone="ce n’est pas de la musique",
    kinds={
        "speech": "de la parole",
        "noise": "du bruit",
        "tone": "un son pur",
        "other": "un autre son",
    },
    try_music="Essayez un passage avec de la musique.",
    cannot_tell="ne peut pas le dire",
    must_name_one="Il ne connaît que les {number} genres et doit en nommer un.",
    if_one="S’il fallait choisir l’un des {number}",
    according_to="Selon {model}",
)

VERDICT_STRINGS: Final[dict[Language, VerdictStrings]] = {"en": ENGLISH, "fr": FRENCH}
