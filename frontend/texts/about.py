"""Every text of the page about the API and of the one for what is not there."""

from dataclasses import dataclass
from typing import Final

from music_genre.webapi.messages import Language


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

FRENCH: Final = AboutStrings(
    api_title="Pour les programmes",
    api_lead="Envoyez un morceau et recevez en JSON ce que montre la page. Aucune clé n’est"
    " nécessaire.",
    repeats="Les exemples reprennent la dernière requête de cette fenêtre.",
    answer_title="La réponse",
    field="Champ",
    meaning="Sens",
    fields={
        "ensemble": "le verdict commun des modèles\N{NO-BREAK SPACE}: genre, issue, probabilités",
        "svm": "le verdict de ce modèle seul, avec ses segments dans le temps",
        "vgg19": "le verdict de ce modèle seul, avec ses segments dans le temps",
        "beat": "tempo, tonalité, énergie, rythme, et des beats qui vont avec",
        "agreement": "si les deux modèles placent le même genre en tête",
    },
    problems_title="En cas d’erreur",
    problems="La réponse est un problème (RFC 9457) avec un code stable\N{NO-BREAK SPACE}: 413 trop"
    " volumineux, 415 pas un fichier audio, 422 illisible, trop court ou trop long, 503 occupé,"
    " avec Retry-After.",
    everything="Toutes les routes, en OpenAPI",
    not_found_title="Cette page n’existe pas",
    not_found_detail="L’adresse contient peut-être une faute, ou n’est plus valable.",
    home="Trouver le genre d’un morceau",
)

ABOUT_STRINGS: Final[dict[Language, AboutStrings]] = {"en": ENGLISH, "fr": FRENCH}
