"""Every text of the page, in English and French.

`{…}` are filled in by `frontend.page.prediction` or by the templates. Texts of errors stand in
`music_genre.webapi.messages`, because every service says them.
"""

from dataclasses import dataclass
from typing import Final

from music_genre.webapi.messages import Language

TITLE: Final = "Music Genre Classification"  # as the report has it
TITLES: Final[dict[Language, str]] = {"en": TITLE, "fr": "Classification des genres musicaux"}
NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
GENRE_LABELS: Final[dict[Language, dict[str, str]]] = {
    "en": {"hiphop": "hip-hop"},
    "fr": {"classical": "classique", "hiphop": "hip-hop"},
}
MODEL_TITLES: Final = {"svm": "SVM", "vgg19": "VGG19"}
# What the models can say, in their order; a test holds it to `music_genre.audio.constants`.
GENRES: Final = (
    *("blues", "classical", "country", "disco", "hiphop"),
    *("jazz", "metal", "pop", "reggae", "rock"),
)


@dataclass(frozen=True)
class Strings:
    """The texts of one language."""

    decimal_sign: str
    percent: str
    megabytes: str

    lead: str
    skip_link: str
    skip_to_answer: str
    compare_title: str
    compare_hint: str
    model_hints: dict[str, str]

    choose: str
    or_drop: str
    drop_here: str
    formats: str
    compare_button: str
    folder_button: str
    more: str
    who_answers: str
    both_models: str
    alone_title: str
    model_button: str
    cancel: str
    record_button: str
    stop_button: str
    recording: str
    level: str
    examples_title: str
    examples: dict[str, str]

    ensemble_title: str
    channels: dict[int, str]
    n_channels: str
    timing: str
    all_genres: str
    genre: str
    probability: str
    restored: str
    copy_link: str
    print_button: str
    save_json: str

    history_title: str
    history_hint: str
    history_clear: str

    too_large_title: str
    too_large_detail: str
    unreachable_title: str
    unreachable_detail: str
    refused_microphone_title: str
    refused_microphone_detail: str
    no_microphone_title: str
    no_microphone_detail: str

    privacy: str
    api: str
    languages: str
    themes_title: str
    themes: dict[str, str]


ENGLISH: Final = Strings(
    decimal_sign=".",
    percent="{number}%",
    megabytes="{number} MB",
    lead="Give it a song. Two models, trained on the same genres, say what they hear"
    " and how sure they are.",
    skip_link="Skip to the upload",
    skip_to_answer="Skip to the result",
    compare_title="What genre is it?",
    compare_hint="It knows ten genres: {genres}.",
    model_hints={
        "svm": "A support vector machine. It weighs statistics of the sound: timbre, brightness,"
        " rhythm.",
        "vgg19": "A deep convolutional network. It reads the sound’s spectrogram like a picture.",
    },
    choose="Choose a song",
    or_drop="or drop it anywhere here, or paste it",
    drop_here="Let go: it is listened to at once",
    formats="WAV, FLAC, MP3, M4A, AAC, OGG, Opus, WebM, WMA, AIFF and others, up to {limit}",
    compare_button="Find the genre",
    folder_button="A whole folder",
    more="More",
    who_answers="Who answers",
    both_models="Both models",
    alone_title="Ask one model alone",
    model_button="Ask {model}",
    cancel="Cancel",
    record_button="Record",
    stop_button="Stop and listen",
    recording="Recording, up to {limit} s",
    level="Level of the microphone",
    examples_title="Or try music made for this page:",
    examples={
        "classical": "Classical",
        "jazz": "Jazz",
        "disco": "Disco",
        "metal": "Metal",
        "ambient": "Ambient, none of the ten",
    },
    ensemble_title="Together",
    channels={1: "mono", 2: "stereo"},
    n_channels="{number} channels",
    timing="answered in {number} s",
    all_genres="Probability of each genre",
    genre="Genre",
    probability="Probability",
    restored="Restored without its audio",
    copy_link="Copy a link",
    print_button="Print",
    save_json="Save as JSON",
    history_title="Earlier results",
    history_hint="The last fifty, kept in this browser only, without the audio.",
    history_clear="Forget all",
    too_large_title="File too large",
    too_large_detail="The limit is {limit}. Choose a smaller file, or send an excerpt.",
    unreachable_title="The site does not answer",
    unreachable_detail="Check your connection, then try again.",
    refused_microphone_title="The microphone is not allowed",
    refused_microphone_detail="Allow it for this site in the browser’s settings, then try again.",
    no_microphone_title="No microphone to be had",
    no_microphone_detail="Plug one in, or open this page by https or on localhost: elsewhere"
    " browsers give none.",
    privacy="Songs are analysed in memory and never kept.",
    api="For programs",
    languages="Language",
    themes_title="Appearance",
    themes={"system": "As the system", "light": "Light", "dark": "Dark"},
)

FRENCH: Final = Strings(
    decimal_sign=",",
    percent="{number}" + NO_BREAK_SPACE + "%",
    megabytes="{number}" + NO_BREAK_SPACE + "Mo",
    lead="Déposez un morceau. Deux modèles, entraînés sur les mêmes genres, disent ce qu’ils"
    " entendent et à quel point ils en sont sûrs.",
    skip_link="Aller à l’envoi",
    skip_to_answer="Aller au résultat",
    compare_title="De quel genre s’agit-il" + NO_BREAK_SPACE + "?",
    compare_hint="Dix genres possibles" + NO_BREAK_SPACE + ": {genres}.",
    model_hints={
        "svm": "Une machine à vecteurs de support. Elle pèse des statistiques du son"
        + NO_BREAK_SPACE
        + ": timbre, brillance, rythme.",
        "vgg19": "Un réseau convolutif profond. Il lit le spectrogramme du son comme une image.",
    },
    choose="Choisissez un morceau",
    or_drop="ou déposez-le n’importe où sur la page, ou collez-le",
    drop_here="Relâchez" + NO_BREAK_SPACE + ": l’analyse démarre aussitôt",
    formats="WAV, FLAC, MP3, M4A, AAC, OGG, Opus, WebM, WMA, AIFF et d’autres, jusqu’à {limit}",
    compare_button="Trouver le genre",
    folder_button="Choisir un dossier",
    more="Plus",
    who_answers="Qui répond",
    both_models="Les deux modèles",
    alone_title="Interroger un seul modèle",
    model_button="Interroger {model}",
    cancel="Annuler",
    record_button="Micro",
    stop_button="Arrêter et analyser",
    recording="Enregistrement, {limit}" + NO_BREAK_SPACE + "s au plus",
    level="Niveau du microphone",
    examples_title="Ou essayez une musique faite pour cette page" + NO_BREAK_SPACE + ":",
    examples={
        "classical": "Classique",
        "jazz": "Jazz",
        "disco": "Disco",
        "metal": "Metal",
        "ambient": "Ambient, aucun des dix",
    },
    ensemble_title="Verdict commun",
    channels={1: "mono", 2: "stéréo"},
    n_channels="{number} canaux",
    timing="réponse en {number}" + NO_BREAK_SPACE + "s",
    all_genres="Probabilité de chaque genre",
    genre="Genre",
    probability="Probabilité",
    restored="Résultat retrouvé, sans l’audio",
    copy_link="Copier un lien",
    print_button="Imprimer",
    save_json="Télécharger en JSON",
    history_title="Résultats précédents",
    history_hint="Les cinquante derniers, gardés dans ce navigateur seulement, sans l’audio.",
    history_clear="Tout oublier",
    too_large_title="Fichier trop volumineux",
    too_large_detail="La limite est de {limit}. Choisissez un fichier plus petit ou un extrait.",
    unreachable_title="Le site ne répond pas",
    unreachable_detail="Vérifiez votre connexion, puis réessayez.",
    refused_microphone_title="Le microphone n’est pas autorisé",
    refused_microphone_detail="Autorisez-le pour ce site dans les réglages du navigateur, puis"
    " réessayez.",
    no_microphone_title="Pas de microphone disponible",
    no_microphone_detail="Branchez-en un, ou ouvrez cette page en https ou sur localhost"
    + NO_BREAK_SPACE
    + ": ailleurs, les navigateurs n’en donnent pas.",
    privacy="Les morceaux sont analysés en mémoire et jamais conservés.",
    api="Pour les programmes",
    languages="Langue",
    themes_title="Apparence",
    themes={"system": "Comme le système", "light": "Claire", "dark": "Sombre"},
)

STRINGS: Final[dict[Language, Strings]] = {"en": ENGLISH, "fr": FRENCH}
