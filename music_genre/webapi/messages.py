"""What every error says to a person, in French and English, by its stable code.

`{…}` are facts of the error: numbers, and names that the client itself sent, shortened; never text
from an exception.
"""

from typing import Final, Literal

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
    "malformed_beat_query": ProblemKind(
        400,
        Message("Paramètre mal formé", "« bpm » va de 40 à 240, « style » a 80 signes au plus."),
        Message("Malformed parameter", "“bpm” is 40 to 240, “style” has 80 characters at most."),
    ),
    "malformed_beat": ProblemKind(
        400,
        Message(
            "Description du beat incomplète",
            "Donnez title, style, author (80 signes au plus) et licence (120) ; "
            "bpm de 40 à 240, meter comme 7/8.",
        ),
        Message(
            "Incomplete description of the beat",
            "Give title, style, author (80 characters at most) and licence (120); "
            "bpm 40 to 240, meter such as 7/8.",
        ),
    ),
    "unauthorized": ProblemKind(
        401,
        Message("Jeton manquant ou faux", "Envoyez l’en-tête Authorization: Bearer <ADMIN_TOKEN>."),
        Message("Token missing or wrong", "Send the header Authorization: Bearer <ADMIN_TOKEN>."),
    ),
    "unknown_beat": ProblemKind(
        404,
        Message("Beat inconnu", "Choisissez parmi ceux de /beats."),
        Message("Unknown beat", "Choose among those of /beats."),
    ),
    "beat_exists": ProblemKind(
        409,
        Message("Ce beat existe déjà", "Même fichier, ou même style et titre : changez le titre."),
        Message("This beat exists", "Same file, or same style and title: change the title."),
    ),
    "range_not_satisfiable": ProblemKind(
        416,
        Message("Plage impossible", "Le fichier a {size_bytes:.0f} octets."),
        Message("Range not satisfiable", "The file has {size_bytes:.0f} bytes."),
    ),
    "beat_tempo_out_of_range": ProblemKind(
        422,
        Message(
            "Tempo hors de portée",
            "Cet enregistrement se joue de {slowest_bpm:.1f} à {fastest_bpm:.1f} BPM.",
        ),
        Message(
            "Tempo out of range",
            "This recording can be played from {slowest_bpm:.1f} to {fastest_bpm:.1f} BPM.",
        ),
    ),
    "undecodable_midi": ProblemKind(
        422,
        Message("MIDI indéchiffrable", "Le fichier semble abîmé : exportez-le encore."),
        Message("Undecodable MIDI", "The file looks damaged: export it again."),
    ),
    "midi_without_drums": ProblemKind(
        422,
        Message(
            "MIDI sans batterie",
            "Mettez la batterie sur le canal 10 (General MIDI), puis exportez encore.",
        ),
        Message(
            "MIDI without drums", "Put the drums on channel 10 (General MIDI), then export again."
        ),
    ),
    "midi_tempo_out_of_range": ProblemKind(
        422,
        Message(
            "Tempo du MIDI hors de portée",
            "{bpm:.0f} BPM ; il faut de {slowest_bpm:.0f} à {fastest_bpm:.0f} : "
            "comptez-le au double ou à la moitié, ou envoyez bpm.",
        ),
        Message(
            "Tempo of the MIDI out of range",
            "{bpm:.0f} BPM; it must be {slowest_bpm:.0f} to {fastest_bpm:.0f}: "
            "count it at double or half speed, or send bpm.",
        ),
    ),
    "midi_meter_unknown": ProblemKind(
        422,
        Message(
            "Mesure inconnue",
            "{count:.0f}/{unit:.0f} : il faut 1 à 32 notes, doubles croches ou plus longues ; "
            "envoyez meter.",
        ),
        Message(
            "Unknown meter",
            "{count:.0f}/{unit:.0f}: a bar must be 1 to 32 notes, sixteenths or longer; "
            "send meter.",
        ),
    ),
    "midi_too_many_strokes": ProblemKind(
        422,
        Message("MIDI trop chargé", "{strokes:.0f} frappes ; {maximum:.0f} au plus."),
        Message("Too many strokes in the MIDI", "{strokes:.0f} strokes; at most {maximum:.0f}."),
    ),
    "midi_too_long": ProblemKind(
        422,
        Message("MIDI trop long", "{bars:.0f} mesures ; {maximum:.0f} au plus."),
        Message("MIDI too long", "{bars:.0f} bars; at most {maximum:.0f}."),
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
