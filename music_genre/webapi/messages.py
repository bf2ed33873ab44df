"""What every error says to a person, in French and English, by its stable code.

`{…}` are facts of the error: numbers, and names that the client itself sent, shortened; never text
from an exception.
"""

from typing import Final, Literal

from music_genre.webapi.texts.beats import BEAT_PROBLEMS
from music_genre.webapi.texts.decoding import DECODING_PROBLEMS
from music_genre.webapi.texts.message import Message, ProblemKind
from music_genre.webapi.texts.not_audio import FORMATS
from music_genre.webapi.texts.request import REQUEST_PROBLEMS

Language = Literal["fr", "en"]
MEGABYTE: Final = 1024 * 1024  # [bytes], what the texts call a MB


REPORT_PROCESSING_FAILED: Final = "Erreur de traitement du fichier audio"

PROBLEMS: Final[dict[str, ProblemKind]] = REQUEST_PROBLEMS | {
    "malformed_request": ProblemKind(
        400,
        Message("Requête mal formée", "Vérifiez le corps et les en-têtes de la requête."),
        Message("Malformed request", "Check the body and the headers of the request."),
    ),
    "unknown_model": ProblemKind(
        400,
        Message("Modèle inconnu", "Choisissez parmi les modèles de la documentation de l’API."),
        Message("Unknown model", "Choose among the models in the API documentation."),
    ),
    "unknown_genre": ProblemKind(
        400,
        Message("Genre inconnu", "Choisissez parmi les genres de /readyz."),
        Message("Unknown genre", "Choose among the genres of /readyz."),
    ),
    "unknown_segment": ProblemKind(
        400,
        Message(
            "Segment inconnu",
            "Numérotés à partir de 0, il y en a {n_segments:.0f} dans ce morceau.",
        ),
        Message(
            "Unknown segment", "Counted from 0, there are {n_segments:.0f} of them in this track."
        ),
    ),
    "malformed_query": ProblemKind(
        400,
        Message("Paramètre mal formé", "« segment » est un entier, « format » json ou png."),
        Message("Malformed parameter", "“segment” is a whole number, “format” json or png."),
    ),
    "unauthorized": ProblemKind(
        401,
        Message("Jeton manquant ou faux", "Envoyez l’en-tête Authorization: Bearer <ADMIN_TOKEN>."),
        Message("Token missing or wrong", "Send the header Authorization: Bearer <ADMIN_TOKEN>."),
    ),
    "changes_off": ProblemKind(
        403,
        Message(
            "Modifications désactivées",
            "D’autres atteignent ce service et il n’a pas d’ADMIN_TOKEN : qui le gère en met un.",
        ),
        Message(
            "Changes are off",
            "Others reach this service and it has no ADMIN_TOKEN: whoever runs it sets one.",
        ),
    ),
    "range_not_satisfiable": ProblemKind(
        416,
        Message("Plage impossible", "Le fichier a {size_bytes:.0f} octets."),
        Message("Range not satisfiable", "The file has {size_bytes:.0f} bytes."),
    ),
    "broken_link": ProblemKind(
        400,
        Message("Lien illisible", "Il est incomplet ou abîmé : copiez-le encore, en entier."),
        Message("This link cannot be read", "It is incomplete or damaged: copy all of it again."),
    ),
    "not_found": ProblemKind(
        404,
        Message("Page introuvable", "Vérifiez l’adresse ; /openapi.json liste les routes."),
        Message("Not found", "Check the address; /openapi.json lists the routes."),
    ),
    "method_not_allowed": ProblemKind(
        405,
        Message("Méthode refusée", "Utilisez une méthode de l’en-tête Allow."),
        Message("Method not allowed", "Use a method of the Allow header."),
    ),
    "too_large": ProblemKind(
        413,
        Message("Fichier trop volumineux", "La limite est de {maximum_mb:.0f} Mo."),
        Message("File too large", "The limit is {maximum_mb:.0f} MB."),
    ),
    "unsupported_content_type": ProblemKind(
        415,
        Message(
            "Type de contenu non pris en charge",
            "Envoyez multipart/form-data (champ « file »), audio/* ou application/json.",
        ),
        Message(
            "Unsupported content type",
            "Send multipart/form-data (field “file”), audio/* or application/json.",
        ),
    ),
    "not_audio": ProblemKind(
        415,
        Message(
            "Format audio non reconnu",
            f"Choisissez un fichier d’un de ces formats : {FORMATS}.",
        ),
        Message("Unrecognised audio format", f"Choose a file in one of these formats: {FORMATS}."),
    ),
    "undecodable_audio": ProblemKind(
        422,
        Message(
            "Audio indéchiffrable",
            "Le fichier semble abîmé : exportez-le ou téléchargez-le encore.",
        ),
        Message("Undecodable audio", "The file looks damaged: export or download it again."),
    ),
    **DECODING_PROBLEMS,
    **BEAT_PROBLEMS,
    "audio_not_finite": ProblemKind(
        422,
        Message(
            "Échantillons non finis", "Le fichier contient des NaN ou des infinis : réexportez-le."
        ),
        Message("Samples not finite", "The file holds NaN or infinite samples: export it again."),
    ),
    "audio_too_short": ProblemKind(
        422,
        Message(
            "Extrait trop court",
            "Il dure {duration_s:.2f} s ; il en faut au moins {minimum_s:g} s.",
        ),
        Message(
            "Audio too short", "It lasts {duration_s:.2f} s; at least {minimum_s:g} s are needed."
        ),
    ),
    "audio_too_long": ProblemKind(
        422,
        Message("Audio trop long", "La limite est de {maximum_s:.0f} s : envoyez un extrait."),
        Message("Audio too long", "The limit is {maximum_s:.0f} s: send an excerpt."),
    ),
    "unsupported_sample_rate": ProblemKind(
        422,
        Message(
            "Fréquence d’échantillonnage non prise en charge",
            "{sample_rate_hz:.0f} Hz ; il faut de {minimum_hz:.0f} à {maximum_hz:.0f} Hz.",
        ),
        Message(
            "Unsupported sample rate",
            "{sample_rate_hz:.0f} Hz; it must be {minimum_hz:.0f} to {maximum_hz:.0f} Hz.",
        ),
    ),
    "too_many_channels": ProblemKind(
        422,
        Message("Trop de canaux", "{channels:.0f} canaux ; {maximum:.0f} au plus."),
        Message("Too many channels", "{channels:.0f} channels; at most {maximum:.0f}."),
    ),
    "audio_processing_failed": ProblemKind(
        500,
        Message(REPORT_PROCESSING_FAILED, "Réessayez avec un autre fichier audio."),
        Message("Error while processing the audio file", "Try again with another audio file."),
    ),
    "silent_audio": ProblemKind(
        422,
        Message("Silence", "L’extrait est silencieux : il n’a pas de genre."),
        Message("Silence", "The audio is silent: it has no genre."),
    ),
    "internal_error": ProblemKind(
        500,
        Message(
            "Erreur interne", "Ce n’est pas votre fichier : réessayez, puis consultez le journal."
        ),
        Message("Internal error", "It is not your file: try again, then look at the log."),
    ),
    "bad_answer": ProblemKind(
        502,
        Message("Réponse inattendue d’un service", "Réessayez ; si cela dure, voyez le journal."),
        Message("Unexpected answer of a service", "Try again; if it lasts, look at the log."),
    ),
    "not_ready": ProblemKind(
        503,
        Message("Service indisponible", "Il démarre ou il est arrêté : réessayez dans un instant."),
        Message("Service unavailable", "It is starting or stopped: try again in a moment."),
    ),
    "service_timeout": ProblemKind(
        504,
        Message(
            "Le service n’a pas répondu à temps", "Réessayez, ou envoyez un extrait plus court."
        ),
        Message("The service did not answer in time", "Try again, or send a shorter excerpt."),
    ),
}
