"""What is said of a request whose body or connection is wrong, whatever the file."""

from typing import Final

from music_genre.webapi.texts.message import Message, ProblemKind

REPORT_NO_AUDIO: Final = "Aucun fichier audio fourni"

REQUEST_PROBLEMS: Final[dict[str, ProblemKind]] = {
    "no_audio": ProblemKind(
        400,
        Message(REPORT_NO_AUDIO, "Envoyez un fichier audio non vide."),
        Message("No audio file provided", "Send an audio file that is not empty."),
    ),
    "several_files": ProblemKind(
        400,
        Message(
            "Plusieurs fichiers", "Il y en a {n_files:.0f} : envoyez-en un seul, nommé « file »."
        ),
        Message("Several files", "There are {n_files:.0f}: send one alone, named “file”."),
    ),
    "wrong_field": ProblemKind(
        400,
        Message(
            "Fichier sous un autre nom",
            "Il est dans le champ « {field} » : envoyez-le dans « {right} ».",
        ),
        Message(
            "The file has another name",
            "It came in the field “{field}”: send it in the field “{right}”.",
        ),
    ),
    "file_as_text": ProblemKind(
        400,
        Message(
            "Un texte au lieu d’un fichier",
            "« {field} » est arrivé en texte : avec curl, écrivez -F {field}=@morceau.wav.",
        ),
        Message(
            "A text instead of a file",
            "“{field}” came as text: with curl, write -F {field}=@song.wav.",
        ),
    ),
    "no_boundary": ProblemKind(
        400,
        Message(
            "Formulaire sans délimiteur",
            "Le Content-Type n’a pas de « boundary » : laissez votre client HTTP l’écrire.",
        ),
        Message(
            "Form without a boundary",
            "The Content-Type has no boundary: let your HTTP client write it.",
        ),
    ),
    "form_cut_off": ProblemKind(
        400,
        Message("Formulaire coupé", "Le dernier délimiteur manque : envoyez-le encore, en entier."),
        Message("Form cut off", "Its last boundary is missing: send all of it again."),
    ),
    "malformed_form": ProblemKind(
        400,
        Message(
            "Formulaire illisible",
            "Ce n’est pas du multipart/form-data : laissez votre client HTTP le composer.",
        ),
        Message(
            "Malformed form",
            "It is no multipart/form-data: let your HTTP client compose it.",
        ),
    ),
    "form_too_large": ProblemKind(
        413,
        Message(
            "Trop de champs à côté du fichier",
            "Ensemble, ils ont {maximum_mb:.0f} Mo au plus : n’envoyez que le fichier.",
        ),
        Message(
            "Too much beside the file",
            "Other fields have {maximum_mb:.0f} MB together at most: send the file alone.",
        ),
    ),
    "body_cut_off": ProblemKind(
        400,
        Message(
            "Envoi interrompu",
            "Il est arrivé moins d’octets que Content-Length n’en annonce : envoyez-le encore.",
        ),
        Message(
            "The body is cut off",
            "Fewer bytes came than its Content-Length says: send all of it again.",
        ),
    ),
    "bad_encoding": ProblemKind(
        400,
        Message("Gzip illisible", "Compressez encore le corps, ou envoyez-le tel quel."),
        Message("Damaged gzip", "Compress the body again, or send it as it is."),
    ),
    "unsupported_encoding": ProblemKind(
        415,
        Message(
            "Content-Encoding non pris en charge",
            "Envoyez le corps tel quel, ou avec Content-Encoding: gzip.",
        ),
        Message(
            "Unsupported Content-Encoding",
            "Send the body as it is, or with Content-Encoding: gzip.",
        ),
    ),
    "malformed_json": ProblemKind(
        400,
        Message("JSON illisible", 'Envoyez un objet JSON en UTF-8 : {{"wav_music": "<base64>"}}.'),
        Message("Malformed JSON", 'Send a JSON object in UTF-8: {{"wav_music": "<base64>"}}.'),
    ),
    "bad_base64": ProblemKind(
        400,
        Message("Base64 invalide", "Encodez les octets du fichier en base64 standard."),
        Message("Invalid base64", "Encode the bytes of the file in standard base64."),
    ),
    "request_timeout": ProblemKind(
        408,
        Message("Requête trop lente", "Rien n’est arrivé pendant 30 s : envoyez-la encore."),
        Message("The request took too long", "Nothing came for 30 s: send it again."),
    ),
    "path_too_long": ProblemKind(
        414,
        Message("Adresse trop longue", "Aucune route n’en a de pareille : vérifiez-la."),
        Message("The address is too long", "No route has one like it: check it."),
    ),
    "headers_too_large": ProblemKind(
        431,
        Message("En-têtes trop longs", "Ils ont 64 ko au plus : effacez des cookies, peut-être."),
        Message("Headers too large", "They have 64 kB at most: delete cookies, perhaps."),
    ),
    "client_gone": ProblemKind(
        499,  # nginx's, in logs and metrics alone
        Message("Demande abandonnée", "Le client est parti avant la réponse."),
        Message("Request given up", "The client went away before the answer."),
    ),
    "overloaded": ProblemKind(
        503,
        Message("Trop de demandes", "Réessayez dans {retry_after_s:.0f} s."),
        Message("Too many requests at once", "Try again in {retry_after_s:.0f} s."),
    ),
}
